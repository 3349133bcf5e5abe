import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromProduct } from './product.mjs';
import { timed } from './timed-task.mjs';

/* Everything between the download of a Word document and its editing master: sniffing, checking, naming. */

const source = readFileSync(join(process.argv[2] ?? '', 'master.docx'));
const { sniffDocument } = await fromProduct('apps/converter/src/sniff/format-sniffer.js');
const { WordThreads } = await fromProduct('apps/converter/src/threads/word-threads.js');
const threads = new WordThreads();

await timed(async () => {
  await sniffDocument(source, 'docx');
  await threads.check({ master: source }, AbortSignal.timeout(600_000));
  return createHash('sha256').update(source).digest('hex');
});
await threads.onApplicationShutdown();
