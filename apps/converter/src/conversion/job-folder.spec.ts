import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { inJobFolder, removeAbandonedFolders } from './job-folder.js';

const temporary = mkdtempSync(join(tmpdir(), 'job-folders-'));
beforeEach(() => vi.stubEnv('TMPDIR', temporary));
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(temporary, { recursive: true, force: true });
});

describe('the folder of a job', () => {
  it('is gone with everything in it when the job is done', async () => {
    const seen = await inJobFolder(async (folder) => {
      mkdirSync(join(folder, 'deep'));
      writeFileSync(join(folder, 'deep', 'file'), 'content');
      return folder;
    });
    expect(existsSync(seen)).toBe(false);
  });

  it('is gone when the job fails', async () => {
    const failing = inJobFolder(async (folder) => {
      writeFileSync(join(folder, 'file'), 'content');
      throw new Error('no luck');
    });
    await expect(failing).rejects.toThrow('no luck');
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('of a converter that was killed is removed later, a younger one and strange ones are not', async () => {
    const hourAgo = new Date(Date.now() - 3_600_000);
    for (const name of ['quire-job-old', 'quire-job-new', 'somebody-else']) mkdirSync(join(temporary, name));
    for (const name of ['quire-job-old', 'somebody-else'])
      utimesSync(join(temporary, name), hourAgo, hourAgo);
    expect(await removeAbandonedFolders(600_000)).toBe(1);
    expect(readdirSync(temporary).toSorted()).toEqual(['quire-job-new', 'somebody-else']);
  });
});
