import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromProduct } from './product.mjs';
import { timed } from './timed-task.mjs';

/* Everything between reading master and changes and storing the next file, all checks included. */

const folder = process.argv[2] ?? '';
const master = readFileSync(join(folder, 'master.docx'));
const log = readFileSync(join(folder, 'changes'));
const { decodeChangeLog } = await fromProduct('libs/change-log/src/index.js');
const { checkPublishable } = await fromProduct('apps/converter/src/assembly/publish-check.js');
const { WordThreads } = await fromProduct('apps/converter/src/threads/word-threads.js');
const threads = new WordThreads();

await timed(async () => {
  const updates = decodeChangeLog(log).map((/** @type {{ update: Uint8Array }} */ change) => change.update);
  const assembled = await threads.assemble({ master, updates }, AbortSignal.timeout(600_000));
  await checkPublishable(assembled, 'docx');
  if (!assembled.text.includes('edit 1 ')) throw new Error('an edit is missing in the assembled document');
  return createHash('sha256').update(assembled.bytes).digest('hex');
});
await threads.onApplicationShutdown();
