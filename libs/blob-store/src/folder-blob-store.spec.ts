import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blobNames } from './blob-names.js';
import { FolderBlobStore } from './folder-blob-store.js';

describe('a folder of blobs', () => {
  let folder: string;
  let blobs: FolderBlobStore;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'quire-blobs-'));
    blobs = new FolderBlobStore(join(folder, 'blobs'));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const files = () => readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const missing = expect.objectContaining({ code: 'not-found' });

  it('gives back bytes and streams as they were put', async () => {
    expect(await blobs.put('a/bytes', Buffer.from('hello'))).toEqual({ size: 5 });
    expect(await blobs.put('a/stream', Readable.from([Buffer.from('hel'), Buffer.from('lo!')]))).toEqual({
      size: 6,
    });
    expect((await blobs.get('a/bytes')).toString()).toBe('hello');
    const { stream, size } = await blobs.open('a/stream');
    expect(size).toBe(6);
    expect((await buffer(stream)).toString()).toBe('hello!');
  });

  it('keeps an empty blob', async () => {
    expect(await blobs.put('empty', new Uint8Array())).toEqual({ size: 0 });
    expect(await blobs.get('empty')).toHaveLength(0);
  });

  it('never changes a blob that is there', async () => {
    await blobs.put('once', Buffer.from('first'));
    expect(await blobs.put('once', Readable.from([Buffer.from('second!')]))).toEqual({ size: 5 });
    expect((await blobs.get('once')).toString()).toBe('first');
  });

  it('shows nothing of a blob whose source breaks off', async () => {
    const breaking = Readable.from(
      (async function* () {
        yield Buffer.from('the first half');
        await Promise.resolve();
        throw new Error('connection reset');
      })(),
    );
    await expect(blobs.put('half/way', breaking)).rejects.toThrow('connection reset');
    expect(await blobs.has('half/way')).toBe(false);
    expect(files().filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('says that there is no such file', async () => {
    await expect(blobs.get('nothing')).rejects.toThrow(missing);
    await expect(blobs.open('nothing')).rejects.toThrow(missing);
    expect(await blobs.has('nothing')).toBe(false);
    await expect(blobs.remove('nothing')).resolves.toBeUndefined();
  });

  it('takes a blob away', async () => {
    await blobs.put('gone', Buffer.from('x'));
    await blobs.remove('gone');
    expect(await blobs.has('gone')).toBe(false);
  });

  it('counts a folder as no blob', async () => {
    await blobs.put('folder/blob', Buffer.from('x'));
    expect(await blobs.has('folder')).toBe(false);
  });

  it.each([
    '../outside',
    'a/../../outside',
    '/etc/passwd',
    'a//b',
    '',
    '.',
    '..',
    'a\u0000b',
    'a\\b',
    'ä',
    'x'.repeat(201),
  ])('refuses the id %j and touches nothing outside', async (id) => {
    const before = files();
    await expect(blobs.put(id, Buffer.from('x'))).rejects.toThrow(missing);
    await expect(blobs.get(id)).rejects.toThrow(missing);
    await expect(blobs.remove(id)).rejects.toThrow(missing);
    expect(files()).toEqual(before);
  });

  it('accepts every name that the product gives, for the longest document key', async () => {
    const key = '='.repeat(128);
    const token = '6b1f3c1e-2a53-4c62-9b0e-0d4c8c1d8f11';
    const names = [
      blobNames.master('d'.repeat(64)),
      blobNames.assembled(key),
      blobNames.changes(key, token),
      blobNames.libraryVersion(),
      blobNames.thumbnail(),
    ];
    for (const name of names) {
      await blobs.put(name, Buffer.from(name));
      expect((await blobs.get(name)).toString()).toBe(name);
    }
  });

  it('gives two results of one key two names', () => {
    expect(blobNames.assembled('key')).not.toBe(blobNames.assembled('key'));
  });
});
