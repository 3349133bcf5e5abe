import libre from 'libreoffice-convert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { timed } from './timed-task.mjs';

/* The peer: the same file through LibreOffice, as the npm package does it. */

const source = readFileSync(join(process.argv[2] ?? '', 'master.docx'));
const convert = promisify(libre.convert);

await timed(async () => {
  const converted = await convert(source, 'docx', undefined);
  if (converted.length < 1_000) throw new Error('LibreOffice wrote nothing');
});
