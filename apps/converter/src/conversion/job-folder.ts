import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'quire-job-';

/** Gives work a folder of its own, which is gone afterwards, whatever happened. */
export async function inJobFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), PREFIX));
  try {
    return await work(folder);
  } finally {
    await remove(folder);
  }
}

/** Removes what converters left that were killed; younger folders may belong to a living one on the same machine. */
export async function removeAbandonedFolders(olderThanMs: number): Promise<number> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX));
  let removed = 0;
  for (const name of names) {
    const folder = join(tmpdir(), name);
    // Another converter may be removing it right now.
    const found = await stat(folder).catch(() => undefined);
    if (!found || found.mtimeMs > Date.now() - olderThanMs) continue;
    await remove(folder);
    removed++;
  }
  return removed;
}

async function remove(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}
