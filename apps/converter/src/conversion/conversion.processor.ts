import type { Config } from '#libs/config';
import { conversionFinished } from '#libs/contracts';
import { DomainError, isDomainError, toDomainError } from '#libs/errors';
import { MessageClient } from '#libs/messaging';
import { inContext } from '#libs/observability';
import { CONFIG, Queues } from '#libs/platform';
import {
  conversionQueue,
  type AssembleJob,
  type ConversionJob,
  type ConversionOutcome,
  type OpenJob,
  type ThumbnailJob,
} from '#libs/queues';
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { Job } from 'bullmq';
import { availableParallelism } from 'node:os';
import { AssembleDocument } from '../assembly/assemble-document.js';
import { MakeThumbnail } from '../thumbnail/make-thumbnail.js';
import { removeAbandonedFolders } from './job-folder.js';
import { OpenDocument } from './open-document.js';

/** What BullMQ knows about the delivery of a job. */
type Delivery = Pick<Job, 'id' | 'attemptsMade' | 'stalledCounter' | 'opts'>;

/** A dead worker's job comes back after this long; heavy work is in threads, so a living worker never misses it. */
const LOCK_MS = 20_000;

/** Takes conversion jobs; every job ends with an outcome, a broken document is one too. */
@Injectable()
export class ConversionProcessor implements OnApplicationBootstrap {
  private readonly logger = new Logger(ConversionProcessor.name);

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Queues) private readonly queues: Queues,
    @Inject(MessageClient) private readonly messages: MessageClient,
    @Inject(OpenDocument) private readonly opening: OpenDocument,
    @Inject(AssembleDocument) private readonly assembly: AssembleDocument,
    @Inject(MakeThumbnail) private readonly thumbnails: MakeThumbnail,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    // A folder is used for one job, which ends at the deadline.
    await removeAbandonedFolders(2 * this.config.queue.visibilityTimeout);
    const { maxprocesscount, maxRedeliveredCount } = this.config.FileConverter.converter;
    const tuning = {
      // The contract counts in shares of the machine: 1 is one conversion per processor.
      concurrency: maxprocesscount * availableParallelism(),
      lockDuration: LOCK_MS,
      stalledInterval: LOCK_MS,
      // One more than the limit, so that the last delivery reaches us and ends with an outcome.
      maxStalledCount: maxRedeliveredCount + 1,
    };
    this.queues.work(conversionQueue, tuning, (data, job) => this.process(data, job));
  }

  async process(data: ConversionJob, delivery: Delivery): Promise<ConversionOutcome> {
    const context = {
      ...(delivery.id === undefined ? {} : { jobId: delivery.id }),
      ...('documentKey' in data ? { documentKey: data.documentKey } : {}),
    };
    return inContext(context, async () => {
      const outcome = await this.outcomeOf(data, delivery);
      await this.announce(outcome);
      return outcome;
    });
  }

  private async outcomeOf(data: ConversionJob, delivery: Delivery): Promise<ConversionOutcome> {
    if (delivery.stalledCounter > this.config.FileConverter.converter.maxRedeliveredCount) {
      return this.failed(data, crashedTheConverter(delivery.stalledCounter));
    }
    const started = Date.now();
    const signal = AbortSignal.timeout(this.config.queue.visibilityTimeout);
    try {
      const outcome = await this.convert(data, signal);
      this.logger.log(`${data.kind} done in ${Date.now() - started} ms`);
      return outcome;
    } catch (error) {
      const failure = signal.aborted ? this.timedOut(error) : error;
      if (isFinal(failure)) return this.failed(data, failure);
      if (delivery.attemptsMade + 1 < (delivery.opts.attempts ?? 1)) throw failure;
      return this.failed(data, asConversionFailure(data, failure));
    }
  }

  private async convert(data: ConversionJob, signal: AbortSignal): Promise<ConversionOutcome> {
    if (data.kind === 'open') return { ...openIdentity(data), result: await this.opening.open(data, signal) };
    if (data.kind === 'assemble') {
      return { ...assembleIdentity(data), result: await this.assembly.assemble(data, signal) };
    }
    return { ...thumbnailIdentity(data), result: await this.thumbnails.make(data, signal) };
  }

  private failed(data: ConversionJob, error: DomainError): ConversionOutcome {
    this.logger.warn(`${data.kind} failed with ${error.code}: ${error.message}`, causesOf(error));
    return { ...identityOf(data), failure: error.toJSON() };
  }

  private timedOut(cause: unknown): DomainError {
    const seconds = Math.round(this.config.queue.visibilityTimeout / 1_000);
    return new DomainError(
      'conversion-timed-out',
      `The document was not finished within ${seconds} seconds and was given up. An administrator can raise queue.visibilityTimeout.`,
      { cause },
    );
  }

  /** Whoever waits finds the outcome in the job as well, so a lost announcement is only slower. */
  private async announce(outcome: ConversionOutcome): Promise<void> {
    try {
      await this.messages.announce(conversionFinished, outcome);
    } catch (error) {
      this.logger.warn(`the end of a conversion could not be announced: ${String(error)}`);
    }
  }
}

const openIdentity = ({ kind, documentKey, token }: OpenJob) => ({ kind, documentKey, token });
const assembleIdentity = ({ kind, documentKey, token, generation }: AssembleJob) => ({
  kind,
  documentKey,
  token,
  generation,
});
const thumbnailIdentity = ({ kind, subject }: ThumbnailJob) => ({ kind, subject });

/** What tells whoever waits which job an outcome belongs to. */
function identityOf(data: ConversionJob) {
  if (data.kind === 'open') return openIdentity(data);
  return data.kind === 'assemble' ? assembleIdentity(data) : thumbnailIdentity(data);
}

/** Failures that another attempt in a second would meet again. Downloads were tried several times already. */
function isFinal(error: unknown): error is DomainError {
  const mayPass = ['unknown', 'storage-unavailable', 'database-unavailable'];
  return isDomainError(error) && !mayPass.includes(error.code);
}

function asConversionFailure(data: ConversionJob, error: unknown): DomainError {
  if (isDomainError(error)) return error;
  const code = data.kind === 'assemble' ? 'assembly-failed' : 'conversion-failed';
  return new DomainError(code, toDomainError(error).message, { cause: error });
}

function crashedTheConverter(times: number): DomainError {
  return new DomainError(
    'conversion-failed',
    `This document made the converter crash ${times} times; it is not tried again.`,
  );
}

function causesOf(error: Error): string {
  const causes: string[] = [];
  for (let cause = error.cause; cause instanceof Error; cause = cause.cause)
    causes.push(cause.stack ?? cause.message);
  return causes.join('\ncaused by ') || 'no further cause';
}
