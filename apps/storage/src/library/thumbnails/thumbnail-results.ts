import { conversionFinished } from '#libs/contracts';
import { LibraryVersionRepository, type LibraryVersionEntity } from '#libs/persistence';
import { Queues } from '#libs/platform';
import { conversionJobId, conversionQueue, type ConversionOutcome } from '#libs/queues';
import { Controller, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { LibraryChanges } from '../live/library-changes.js';
import { parseThumbnailSubject, thumbnailSubject } from './thumbnail-subject.js';
import { ThumbnailRequests } from './thumbnail-requests.js';

const SWEEP_EVERY_MS = 60_000;
/** a picture that was asked for just now will come by itself */
const SWEEP_AFTER_MS = 20_000;
const SWEEP_AT_ONCE = 100;

/** Takes the pictures that the converter made; those whose announcement was lost are found by a sweep. */
@Controller()
export class ThumbnailResults implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(ThumbnailResults.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly versions: LibraryVersionRepository,
    private readonly requests: ThumbnailRequests,
    private readonly queues: Queues,
    private readonly changes: LibraryChanges,
  ) {}

  onApplicationBootstrap(): void {
    const sweep = () => {
      this.sweep().catch((error: unknown) =>
        this.logger.warn(`looking for pictures failed: ${String(error)}`),
      );
    };
    this.timer = setInterval(sweep, SWEEP_EVERY_MS);
    sweep();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  @EventPattern(conversionFinished.pattern)
  async onConversionFinished(@Payload() payload: unknown): Promise<void> {
    await this.take(conversionFinished.payload.parse(payload));
  }

  async sweep(now = Date.now()): Promise<void> {
    const storedBefore = new Date(now - SWEEP_AFTER_MS);
    for (const version of await this.versions.waitingForThumbnail(storedBefore, SWEEP_AT_ONCE)) {
      await this.lookAfter(version);
    }
  }

  private async lookAfter(version: LibraryVersionEntity): Promise<void> {
    const jobId = conversionJobId.thumbnail(thumbnailSubject(version.fileId, version.version));
    const { state, result } = await this.queues.of(conversionQueue).look(jobId);
    if (result) await this.take(result);
    else if (state === 'missing') await this.requests.add(version);
    else if (state === 'failed') await this.versions.setThumbnail(version.fileId, version.version, null);
  }

  private async take(outcome: ConversionOutcome): Promise<void> {
    const subject = outcome.kind === 'thumbnail' ? parseThumbnailSubject(outcome.subject) : undefined;
    if (outcome.kind !== 'thumbnail' || !subject) return;
    const { fileId, version } = subject;
    if (outcome.failure) {
      this.logger.log(`no picture of ${fileId} version ${version}: ${outcome.failure.message}`);
    }
    if (await this.versions.setThumbnail(fileId, version, outcome.result?.imageBlob ?? null)) {
      this.changes.announce();
    }
  }
}
