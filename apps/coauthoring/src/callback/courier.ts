import type { Config } from '#libs/config';
import { inContext } from '#libs/observability';
import { CONFIG, PLATFORM, Queues, type Platform } from '#libs/platform';
import {
  DeliveryRepository,
  DocumentRepository,
  type DeliveryEntity,
  type DocumentEntity,
} from '#libs/persistence';
import { callbackQueue } from '#libs/queues';
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { SaveStates } from '../saving/save-states.js';
import { CallbackSender } from './callback-sender.js';
import { FinalDelivery } from './final-delivery.js';
import { Outbox } from './outbox.js';
import { isAccepted, mayRetrySoon, parkedPause, problemOf, soonPause, type Answer } from './retry-rules.js';

/** Keys that are served at the same time; a slow handler holds up only its own key. */
const CONCURRENT_KEYS = 50;
/** longer than the longest callback, so that a delivery is never sent twice at once */
const LEASE_MARGIN_MS = 60_000;

/** Sends what waits in the outbox of a key, one after the other. */
@Injectable()
export class Courier implements OnApplicationBootstrap {
  private readonly logger = new Logger(Courier.name);

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(PLATFORM) private readonly platform: Platform,
    private readonly queues: Queues,
    private readonly documents: DocumentRepository,
    private readonly deliveries: DeliveryRepository,
    private readonly sender: CallbackSender,
    private readonly final: FinalDelivery,
    private readonly outbox: Outbox,
    private readonly saveStates: SaveStates,
  ) {}

  onApplicationBootstrap(): void {
    this.queues.work(callbackQueue, { concurrency: CONCURRENT_KEYS }, ({ documentKey }) =>
      inContext({ documentKey }, async () => ({ delivered: await this.serve(documentKey) })),
    );
  }

  /** Number of deliveries that were accepted. */
  private async serve(documentKey: string): Promise<number> {
    const lease = this.config.services.CoAuthoring.server.callbackRequestTimeout.wholeCycle + LEASE_MARGIN_MS;
    let delivered = 0;
    for (;;) {
      const delivery = await this.deliveries.claimFirst(documentKey, this.platform.replicaId, lease);
      if (!delivery) return delivered;
      const document = await this.documents.find(documentKey);
      if (!document || !(await this.final.mayStart(delivery))) {
        await this.deliveries.settle(delivery.id, 'abandoned');
        continue;
      }
      const answer = await this.attempt(delivery, document);
      if (isAccepted(answer)) {
        await this.accepted(delivery);
        delivered++;
      } else await this.failed(delivery, answer);
    }
  }

  private async attempt(delivery: DeliveryEntity, document: DocumentEntity): Promise<Answer> {
    const startedAt = Date.now();
    const answer = await this.sender.send(delivery, document);
    const { httpStatus, body, error } = answer;
    const durationMs = Date.now() - startedAt;
    await this.deliveries.recordAttempt(delivery.id, { httpStatus, answer: body, error, durationMs });
    this.logger.log({ message: 'callback sent', status: delivery.status, httpStatus, durationMs });
    return answer;
  }

  private async accepted(delivery: DeliveryEntity): Promise<void> {
    await this.deliveries.settle(delivery.id, 'delivered');
    if (delivery.status === 2) await this.final.acknowledged(delivery);
  }

  private async failed(delivery: DeliveryEntity, answer: Answer): Promise<void> {
    const problem = problemOf(answer);
    this.logger.warn({ message: problem, status: delivery.status, attempt: delivery.attempts });
    if (delivery.status !== 2 && delivery.status !== 3) {
      await this.deliveries.settle(delivery.id, 'refused');
      this.saveStates.warn(
        delivery.key,
        -101,
        `The document could not be reported to your system. ${problem}`,
      );
      return;
    }
    if (delivery.status === 2) await this.final.failed(delivery, problem);
    const soon = mayRetrySoon(answer, delivery.attempts, this.config);
    const isTooOld = Date.now() - delivery.createdAt.getTime() > this.config.quire.delivery.retryFor;
    if (!soon && isTooOld) {
      await this.deliveries.settle(delivery.id, 'refused');
      return;
    }
    const pause = soon
      ? soonPause(delivery.attempts, this.config)
      : parkedPause(delivery.attempts, this.config);
    await this.deliveries.postpone(delivery.id, soon ? 'waiting' : 'parked', pause);
    await this.outbox.wake(delivery.key, pause);
  }
}
