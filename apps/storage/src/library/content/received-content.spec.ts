import { FolderBlobStore } from '#libs/blob-store';
import { DomainError } from '#libs/errors';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { receiveContent } from './received-content.js';

const tooLarge = (bytes: number) => new DomainError('too-large', `more than ${bytes - 1}`);

describe('receiving a file', () => {
  let folder: string;
  let blobs: FolderBlobStore;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'received-'));
    blobs = new FolderBlobStore(folder);
  });
  afterEach(() => rm(folder, { recursive: true }));

  const filesLeft = async () =>
    (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());

  it('stores it and tells size and digest', async () => {
    const { blob, content } = await receiveContent(
      blobs,
      Readable.from([Buffer.from('hello')]),
      10,
      tooLarge,
    );
    expect((await blobs.get(blob)).toString()).toBe('hello');
    expect(content.size).toBe(5);
    expect(content.sha256).toBe('2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824');
  });

  it('leaves nothing behind when the file is too large, and keeps the source alive for an answer', async () => {
    const source = new PassThrough();
    source.write(Buffer.alloc(11));
    await expect(receiveContent(blobs, source, 10, tooLarge)).rejects.toMatchObject({ code: 'too-large' });
    expect(source.destroyed).toBe(false);
    expect(await filesLeft()).toEqual([]);
  });

  it('leaves nothing behind when the sender goes away in the middle', async () => {
    const source = new PassThrough();
    source.write('half');
    const receiving = receiveContent(blobs, source, 10, tooLarge);
    source.destroy();
    await expect(receiving).rejects.toThrow('interrupted before the file was complete');
    expect(await filesLeft()).toEqual([]);
  });
});
