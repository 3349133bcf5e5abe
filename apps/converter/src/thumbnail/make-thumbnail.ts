import { blobNames, type BlobStore } from '#libs/blob-store';
import { createBlankDocx } from '#libs/document-model';
import { isDomainError } from '#libs/errors';
import { BLOB_STORE } from '#libs/platform';
import type { ThumbnailJob, ThumbnailResult } from '#libs/queues';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Engines } from '../engines/engines.js';
import { PictureMaker } from '../engines/picture/picture-maker.js';
import { isWordOoxml, type SniffedFormat } from '../sniff/document-format.js';
import { sniffDocument } from '../sniff/format-sniffer.js';
import { sketchFirstPage } from './page-sketch.js';

/** A picture is not worth more: a document that takes longer gets a sketch. */
const PAGE_MS = 60_000;
const LARGEST_SIDE = 2_000;

/** The first page of a file as a WebP picture. */
@Injectable()
export class MakeThumbnail {
  private readonly logger = new Logger(MakeThumbnail.name);

  constructor(
    @Inject(Engines) private readonly engines: Engines,
    @Inject(PictureMaker) private readonly pictures: PictureMaker,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
  ) {}

  async make(job: ThumbnailJob, signal: AbortSignal): Promise<ThumbnailResult> {
    const stored = await this.blobs.get(job.sourceBlob);
    const source = stored.length === 0 ? Buffer.from(createBlankDocx()) : stored;
    const from = await sniffDocument(source, stored.length === 0 ? 'docx' : job.fileType.toLowerCase());
    const page = await this.firstPage(source, from, AbortSignal.any([signal, AbortSignal.timeout(PAGE_MS)]));
    const picture = await this.pictures.fit(page, { width: side(job.width), height: side(job.height) });
    const imageBlob = blobNames.thumbnail();
    await this.blobs.put(imageBlob, picture);
    return { imageBlob };
  }

  private async firstPage(source: Buffer, from: SniffedFormat, signal: AbortSignal): Promise<Buffer> {
    try {
      return await this.engines.convert({ source, from, to: 'png' }, signal);
    } catch (error) {
      if (!isDomainError(error) || !isWordOoxml(from)) throw error;
      this.logger.debug(`a sketch instead of a picture, because: ${error.message}`);
      return sketchFirstPage(source);
    }
  }
}

function side(pixels: number): number {
  return Math.min(Math.max(pixels, 1), LARGEST_SIDE);
}
