import { DomainError } from '#libs/errors';
import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BlobStore } from './blob-store.js';

const SAFE_SEGMENT = /^[0-9a-zA-Z\-._=]{1,200}$/;

/** Blobs as files of one folder. Written to a temporary name, synced to disk, then renamed. */
export class FolderBlobStore implements BlobStore {
  private readonly root: string;

  constructor(folder: string) {
    this.root = resolve(folder);
  }

  async put(id: string, content: Uint8Array | Readable): Promise<{ size: number }> {
    const path = this.pathOf(id);
    const temporary = `${path}.${randomUUID()}.part`;
    await mkdir(dirname(path), { recursive: true });
    try {
      await pipeline(
        content instanceof Readable ? content : Readable.from([content]),
        createWriteStream(temporary, { mode: 0o640 }),
      );
      const existing = await stat(path).catch(() => undefined);
      if (existing?.isFile()) {
        await rm(temporary);
        return { size: existing.size };
      }
      await syncFile(temporary);
      const { size } = await stat(temporary);
      await rename(temporary, path);
      await syncFile(dirname(path));
      return { size };
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  async get(id: string): Promise<Buffer> {
    return readFile(this.pathOf(id)).catch((error: unknown) => notFound(id, error));
  }

  async open(id: string): Promise<{ stream: Readable; size: number }> {
    const path = this.pathOf(id);
    const { size } = await stat(path).catch((error: unknown) => notFound(id, error));
    return { stream: createReadStream(path), size };
  }

  async has(id: string): Promise<boolean> {
    return stat(this.pathOf(id)).then(
      (found) => found.isFile(),
      () => false,
    );
  }

  async remove(id: string): Promise<void> {
    await rm(this.pathOf(id), { force: true });
  }

  private pathOf(id: string): string {
    const segments = id.split('/');
    if (!segments.every((segment) => SAFE_SEGMENT.test(segment) && segment !== '.' && segment !== '..')) {
      throw new DomainError('not-found', 'There is no such file.', {
        cause: new Error(`unsafe blob id ${id}`),
      });
    }
    const path = join(this.root, ...segments);
    if (!path.startsWith(this.root + sep)) throw new DomainError('not-found', 'There is no such file.');
    return path;
  }
}

/** A rename or a new file survives a power cut only after fsync. */
async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function notFound(id: string, error: unknown): never {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
    throw new DomainError('not-found', 'There is no such file; it may have been cleaned up.', {
      cause: error,
    });
  }
  throw new DomainError('storage-unavailable', `The file store cannot read ${id}.`, { cause: error });
}
