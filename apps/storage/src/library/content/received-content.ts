import { blobNames, type BlobStore } from '#libs/blob-store';
import { DomainError, isDomainError } from '#libs/errors';
import type { Readable } from 'node:stream';
import { ContentProbe, type ProbedContent } from './content-probe.js';

/** A file that lies in the blob store and is not yet part of any document. */
export interface ReceivedContent {
  readonly blob: string;
  readonly content: ProbedContent;
}

/**
 * Streams a file into the blob store. Nothing stays behind when it is too large, breaks off or cannot be written (the
 * store keeps only complete blobs).
 * @throws DomainError; what `tooLarge` makes when there are more than `limit` bytes
 */
export async function receiveContent(
  blobs: BlobStore,
  source: Readable,
  limit: number,
  tooLarge: (atLeast: number) => DomainError,
): Promise<ReceivedContent> {
  const probe = new ContentProbe(limit, tooLarge);
  const blob = blobNames.libraryVersion();
  feed(source, probe);
  try {
    await blobs.put(blob, probe);
  } catch (cause) {
    source.unpipe(probe);
    probe.destroy();
    throw asDomainError(cause);
  }
  return { blob, content: probe.result() };
}

/** Unlike `pipeline` it leaves the source alive when the probe fails: a request must still be answered. */
function feed(source: Readable, probe: ContentProbe): void {
  source.once('error', (cause) => probe.destroy(interrupted(cause)));
  source.once('close', () => {
    if (!source.readableEnded) probe.destroy(interrupted());
  });
  // the store reports it; without a listener an error before the store listens would end the process
  probe.on('error', () => {});
  source.pipe(probe);
}

function interrupted(cause?: Error): DomainError {
  return new DomainError('bad-request', 'The transfer was interrupted before the file was complete.', {
    cause,
  });
}

function asDomainError(cause: unknown): DomainError {
  if (isDomainError(cause)) return cause;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const isDiskFull = code === 'ENOSPC' || code === 'EDQUOT';
  const message = isDiskFull ? 'The disk of the server is full.' : 'The server could not store the file.';
  return new DomainError('storage-unavailable', message, { cause });
}
