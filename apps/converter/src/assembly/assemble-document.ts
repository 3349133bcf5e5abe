import { blobNames, type BlobStore } from '#libs/blob-store';
import { decodeChangeLog, type LoggedChange } from '#libs/change-log';
import { WordDocumentError } from '#libs/document-model';
import { DomainError } from '#libs/errors';
import { BLOB_STORE } from '#libs/platform';
import type { AssembleJob, AssembleResult } from '#libs/queues';
import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { AssembledFile } from '../threads/word-work.js';
import { WordThreads } from '../threads/word-threads.js';
import { checkPublishable } from './publish-check.js';
import { SaveAsOrigin } from './save-as-origin.js';

/** Master and changes become the next file; the same input always gives an equal file. */
@Injectable()
export class AssembleDocument {
  constructor(
    @Inject(WordThreads) private readonly threads: WordThreads,
    @Inject(SaveAsOrigin) private readonly origin: SaveAsOrigin,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
  ) {}

  /** @throws DomainError 'assembly-failed' | 'invalid-output' | 'conversion-timed-out' | 'too-large' */
  async assemble(job: AssembleJob, signal: AbortSignal): Promise<AssembleResult> {
    if (job.documentType !== 'word') {
      throw new DomainError('unsupported-format', 'Only text documents can be saved yet.');
    }
    const [master, log] = await Promise.all([
      this.blobs.get(job.masterBlob),
      this.blobs.get(job.changesBlob),
    ]);
    const updates = changesThrough(log, job.throughSeq).map((change) => change.update);
    const assembled = await this.assembleInThread(master, updates, signal);
    await checkPublishable(assembled, job.originFormat);
    const saved = await this.origin.save(Buffer.from(assembled.bytes), job, signal);
    const fileBlob = blobNames.assembled(job.documentKey);
    const { size } = await this.blobs.put(fileBlob, saved.bytes);
    return {
      fileBlob,
      fileType: saved.fileType,
      sha256: createHash('sha256').update(saved.bytes).digest('hex'),
      size,
      throughSeq: job.throughSeq,
      partsUnchanged: saved.isConverted ? 0 : assembled.partsUnchanged,
      partsTotal: assembled.partsTotal,
      ...(saved.rollback === undefined ? {} : { rollback: saved.rollback }),
    };
  }

  private async assembleInThread(
    master: Buffer,
    updates: Uint8Array[],
    signal: AbortSignal,
  ): Promise<AssembledFile> {
    try {
      return await this.threads.assemble({ master, updates }, signal);
    } catch (error) {
      if (!(error instanceof WordDocumentError)) throw error;
      const code = error.code === 'invalid-output' ? 'invalid-output' : 'assembly-failed';
      throw new DomainError(code, `The document could not be put together: ${error.message}`, {
        cause: error,
      });
    }
  }
}

/** @throws DomainError 'assembly-failed' when the log cannot be read or ends before the wanted change */
function changesThrough(blob: Buffer, throughSeq: number): LoggedChange[] {
  let log: LoggedChange[];
  try {
    log = decodeChangeLog(blob);
  } catch (error) {
    throw new DomainError('assembly-failed', 'The stored changes of the document cannot be read.', {
      cause: error,
    });
  }
  const wanted = log.filter((change) => change.seq <= throughSeq);
  const last = wanted.reduce((highest, change) => Math.max(highest, change.seq), 0);
  if (last < throughSeq) {
    throw new DomainError(
      'assembly-failed',
      `The stored changes end at number ${last} instead of ${throughSeq}.`,
    );
  }
  return wanted;
}
