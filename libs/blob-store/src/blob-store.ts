import type { Readable } from 'node:stream';

/**
 * Keeps file contents under ids. An id is a relative path of safe characters (see `blobNames`); a blob is written
 * once, completely or not at all, and never changes.
 */
export interface BlobStore {
  /** Stores the bytes; an existing blob of the same id is left as it is. */
  put(id: string, content: Uint8Array | Readable): Promise<{ size: number }>;
  /** @throws DomainError 'not-found' */
  get(id: string): Promise<Buffer>;
  /** A stream and the size in bytes. @throws DomainError 'not-found' */
  open(id: string): Promise<{ stream: Readable; size: number }>;
  has(id: string): Promise<boolean>;
  /** Removing what is not there is no error. */
  remove(id: string): Promise<void>;
}
