import type { Config } from '#libs/config';
import { CONFIG, PLATFORM, Queues, type Platform } from '#libs/platform';
import {
  DeliveryRepository,
  DocumentRepository,
  ParticipantRepository,
  type DocumentEntity,
} from '#libs/persistence';
import { conversionJobId, conversionQueue, type JobQueue } from '#libs/queues';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type BeforeApplicationShutdown,
} from '@nestjs/common';
import { Outbox } from '../callback/outbox.js';
import { OpeningJobs } from '../opening/opening-jobs.js';
import { NOBODY_TO_TELL } from '../saving/assembly-outcome.js';
import { assembleJobId } from '../saving/assembly-starter.js';
import { ConversionOutcomes } from '../saving/conversion-outcomes.js';
import { SaveDelay } from '../saving/save-delay.js';
import { Admission } from '../session/admission.js';
import { LeaveService } from '../session/leave.service.js';

const LOOK_FOR_WAITING_MS = 1_000;

/**
 * PostgreSQL is the only truth: at the start and every `reconcile.every` this finds documents whose next job or whose
 * outcome is missing and makes up for it. Flushing Redis or losing a message costs time, never work.
 */
@Injectable()
export class Reconciler implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Reconciler.name);
  private readonly conversions: JobQueue<typeof conversionQueue>;
  private timers: NodeJS.Timeout[] = [];
  private running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(PLATFORM) private readonly platform: Platform,
    queues: Queues,
    private readonly documents: DocumentRepository,
    private readonly participants: ParticipantRepository,
    private readonly deliveries: DeliveryRepository,
    private readonly openings: OpeningJobs,
    private readonly saveDelay: SaveDelay,
    private readonly outcomes: ConversionOutcomes,
    private readonly outbox: Outbox,
    private readonly leaves: LeaveService,
    private readonly admission: Admission,
  ) {
    this.conversions = queues.of(conversionQueue);
  }

  onApplicationBootstrap(): void {
    this.run('recovery after start', () => this.recover());
    this.timers = [
      setInterval(() => this.run('reconcile', () => this.reconcile()), this.config.quire.reconcile.every),
      setInterval(() => this.run('waiting', () => this.lookForWaiting()), LOOK_FOR_WAITING_MS),
    ];
  }

  async beforeApplicationShutdown(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await this.running;
  }

  /** One at a time; a failure is logged and the next round tries again. */
  private run(what: string, work: () => Promise<void>): void {
    this.running = this.running.then(work).catch((error: unknown) => {
      this.logger.error(`${what}: ${error instanceof Error ? error.stack : String(error)}`);
    });
  }

  /** What an earlier run of this very process left behind when it was killed. */
  private async recover(): Promise<void> {
    await this.deliveries.releaseClaimsOf(this.platform.replicaId);
    for (const { key, connectionId } of await this.participants.ofReplica(this.platform.replicaId)) {
      if (!this.admission.knows(key, connectionId)) await this.leaves.removeParticipant(key, connectionId);
    }
    await this.reconcile();
  }

  private async reconcile(): Promise<void> {
    const { presence } = this.config.services.CoAuthoring.expire;
    await this.each(await this.participants.expired(presence), ({ key, connectionId }) =>
      this.leaves.removeParticipant(key, connectionId),
    );
    await this.each(await this.documents.abandonedKeys(), (key) => this.leaves.beginSave(key));
    await this.each(await this.documents.inStates(['opening']), (document) => this.followOpening(document));
    await this.each(await this.documents.inStates(['saving']), (document) => this.followSaving(document));
    await this.each(await this.deliveries.dueKeys(), (key) => this.outbox.wake(key));
  }

  /** What is wrong with one document must not keep the others waiting. */
  private async each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
    for (const item of items) {
      try {
        await work(item);
      } catch (error) {
        this.logger.error(error instanceof Error ? error.stack : String(error));
      }
    }
  }

  private async followOpening(document: DocumentEntity): Promise<void> {
    const job = await this.conversions.look(conversionJobId.open(document.token));
    if (job.result) await this.outcomes.take(job.result);
    else if (job.state === 'missing') await this.openings.ensureJob(document);
    else if (job.state === 'failed') await this.outcomes.take(failedOpening(document, job.failedReason));
  }

  private async followSaving(document: DocumentEntity): Promise<void> {
    if (document.failure?.code === NOBODY_TO_TELL) return;
    // the file is assembled and its delivery is tried again later
    if (await this.deliveries.waitsFor(document.key, document.token)) return;
    const job = await this.conversions.look(assembleJobId(document));
    if (job.result) await this.outcomes.take(job.result);
    else if (job.state === 'failed') await this.outcomes.take(failedAssembly(document, job.failedReason));
    else if (job.state === 'missing') await this.saveDelay.ensureJobOf(document);
  }

  private async lookForWaiting(): Promise<void> {
    for (const key of this.admission.waitingKeys()) await this.admission.look(key);
  }
}

function failedOpening({ key: documentKey, token }: DocumentEntity, reason: string | undefined) {
  const message = 'The document could not be opened: the converter failed several times.';
  return {
    kind: 'open' as const,
    documentKey,
    token,
    failure: { code: 'conversion-failed', message: reason ?? message },
  };
}

function failedAssembly({ key: documentKey, token, generation }: DocumentEntity, reason: string | undefined) {
  const message = reason ?? 'The converter failed several times.';
  return {
    kind: 'assemble' as const,
    documentKey,
    token,
    generation,
    failure: { code: 'assembly-failed', message },
  };
}
