import { blobNames, type BlobStore } from '#libs/blob-store';
import { createBlankDocx, WordDocumentError } from '#libs/document-model';
import { DomainError } from '#libs/errors';
import { BLOB_STORE } from '#libs/platform';
import type { OpenJob, OpenResult } from '#libs/queues';
import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { SourceDownloader } from '../download/source-downloader.js';
import { Engines } from '../engines/engines.js';
import {
  contentsOfExtension,
  documentTypeOf,
  isWordOoxml,
  type DocumentType,
} from '../sniff/document-format.js';
import { sniffDocument } from '../sniff/format-sniffer.js';
import { WordThreads } from '../threads/word-threads.js';

/** A file of the integrator becomes the editing master: any format in, a Word document that the engine accepts out. */
@Injectable()
export class OpenDocument {
  constructor(
    @Inject(SourceDownloader) private readonly sources: SourceDownloader,
    @Inject(Engines) private readonly engines: Engines,
    @Inject(WordThreads) private readonly threads: WordThreads,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
  ) {}

  /** @throws DomainError with a sentence for the person who wants to open the document */
  async open(job: OpenJob, signal: AbortSignal): Promise<OpenResult> {
    const extension = job.fileType.toLowerCase();
    refuseUnsupported(extension);
    const source = await this.sources.download({ url: job.url, isTrusted: job.isTrustedUrl }, signal);
    const master = await this.masterOf(source, extension, signal);
    await this.checkAccepted(master, signal);
    const masterDigest = createHash('sha256').update(master).digest('hex');
    const masterBlob = blobNames.master(masterDigest);
    if (!(await this.blobs.has(masterBlob))) await this.blobs.put(masterBlob, master);
    return {
      masterBlob,
      masterDigest,
      masterSize: master.length,
      documentType: documentTypeOf(extension),
      originFormat: extension,
    };
  }

  private async masterOf(source: Buffer, extension: string, signal: AbortSignal): Promise<Buffer> {
    // Integrators "create" documents as files without content (contract/conversion-api.md section 7).
    if (source.length === 0 && isWordOoxml(extension)) return Buffer.from(createBlankDocx());
    const from = await sniffDocument(source, extension);
    return this.engines.convert({ source, from, to: 'master' }, signal);
  }

  private async checkAccepted(master: Buffer, signal: AbortSignal): Promise<void> {
    try {
      await this.threads.check({ master }, signal);
    } catch (error) {
      if (!(error instanceof WordDocumentError)) throw error;
      throw new DomainError(
        'corrupt-document',
        'The document cannot be edited: its content does not follow the format. Open it with the program it was made with, save it again and upload it.',
        { cause: error },
      );
    }
  }
}

const NOT_YET: Partial<Record<DocumentType, string>> = {
  cell: 'Spreadsheets',
  slide: 'Presentations',
  pdf: 'PDF files',
};

function refuseUnsupported(extension: string): void {
  const kind = contentsOfExtension.has(extension) ? NOT_YET[documentTypeOf(extension)] : undefined;
  if (kind !== undefined) {
    throw new DomainError('unsupported-format', `${kind} cannot be opened yet; text documents can.`);
  }
}
