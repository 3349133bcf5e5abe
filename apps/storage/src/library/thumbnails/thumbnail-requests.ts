import { Queues } from '#libs/platform';
import { conversionJobId, conversionPriority, conversionQueue } from '#libs/queues';
import { Injectable, Logger } from '@nestjs/common';
import { thumbnailSubject } from './thumbnail-subject.js';

/** twice the size of a card, for dense screens */
const WIDTH = 520;
const HEIGHT = 736;

export interface PicturedVersion {
  readonly fileId: string;
  readonly version: number;
  readonly blob: string;
  readonly fileType: string;
}

/** Asks the converter for pictures of first pages. */
@Injectable()
export class ThumbnailRequests {
  private readonly logger = new Logger(ThumbnailRequests.name);

  constructor(private readonly queues: Queues) {}

  /** Does not wait and does not fail: a missing picture is asked for again by the sweep. */
  ask(version: PicturedVersion): void {
    this.add(version).catch((error: unknown) =>
      this.logger.warn(`no picture of ${version.fileId} version ${version.version} yet: ${String(error)}`),
    );
  }

  async add({ fileId, version, blob, fileType }: PicturedVersion): Promise<void> {
    const subject = thumbnailSubject(fileId, version);
    await this.queues
      .of(conversionQueue)
      .add(
        { kind: 'thumbnail', subject, sourceBlob: blob, fileType, width: WIDTH, height: HEIGHT },
        { jobId: conversionJobId.thumbnail(subject), priority: conversionPriority.thumbnail },
      );
  }
}
