import { convertWithOptions } from 'libreoffice-convert';
import { readFile, writeFile } from 'node:fs/promises';
import { childTask, type ChildAnswer, type ChildTask } from './child-task.js';

/*
 * Runs one conversion of libreoffice-convert in a process group of its own, because LibreOffice's real program survives
 * the end of everything that started it. The parent ends the whole group.
 */

async function convert(task: ChildTask): Promise<void> {
  const source = await readFile(task.sourcePath);
  const output = await new Promise<Buffer>((resolve, reject) => {
    const options = {
      fileName: task.fileName,
      sofficeBinaryPaths: [task.program],
      sofficeAdditionalArgs: task.arguments,
      tmpOptions: { tmpdir: task.temporaryFolder },
      asyncOptions: { times: 1 },
    };
    convertWithOptions(source, task.format, undefined, options, (error, converted) =>
      error ? reject(error) : resolve(converted),
    );
  });
  await writeFile(task.outputPath, output);
}

function answer(message: ChildAnswer): void {
  process.send?.(message, () => process.disconnect());
}

// The parent is gone: nobody else would end LibreOffice.
process.on('disconnect', () => process.kill(-process.pid, 'SIGKILL'));
process.once('message', (message) => {
  convert(childTask.parse(message)).then(
    () => answer({}),
    (error: unknown) => answer({ failure: error instanceof Error ? error.message : String(error) }),
  );
});
