import type { Config } from '#libs/config';
import { CONFIG } from '#libs/platform';
import { ChangeRepository, type PendingChange } from '#libs/persistence';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { EditorConnection } from '../session/editor-connection.js';
import { changeIdentity } from './change-identity.js';
import { CommitNotifier } from './commit-notifier.js';
import type { QueuedChange } from './queued-change.js';

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 2_000;

/**
 * Group commit: whatever queued while one commit ran goes into the next, for all documents of the process
 * (research/relay.md, design 2). A batch that cannot be stored now is tried again, in order, until it can: peers have
 * seen these changes already, and later ones build on them.
 */
@Injectable()
export class ChangeAppender {
  private readonly logger = new Logger(ChangeAppender.name);
  private readonly maxRows: number;
  private readonly maxQueuedBytes: number;
  private queue: QueuedChange[] = [];
  private queuedBytes = 0;
  private running: Promise<void> | undefined;
  private readonly paused = new Set<EditorConnection>();

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly changes: ChangeRepository,
    private readonly notifier: CommitNotifier,
  ) {
    this.maxRows = config.quire.relay.maxRowsPerCommit;
    this.maxQueuedBytes = config.quire.relay.maxQueuedBytes;
  }

  enqueue(change: QueuedChange): void {
    change.session.changeQueued();
    this.queue.push(change);
    this.queuedBytes += change.payload.byteLength;
    if (this.queuedBytes > this.maxQueuedBytes && !this.paused.has(change.connection)) {
      this.paused.add(change.connection);
      change.connection.pauseReading();
    }
    this.running ??= this.run();
  }

  /** Resolves when nothing is queued any more. */
  async drained(): Promise<void> {
    while (this.running) await this.running;
  }

  private async run(): Promise<void> {
    // the rest of this event-loop turn joins the batch
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (this.queue.length > 0) {
      const batch = this.queue.slice(0, this.maxRows);
      await this.store(batch);
      this.queue = this.queue.slice(batch.length);
      this.settle(batch);
    }
    this.running = undefined;
  }

  private async store(batch: readonly QueuedChange[]): Promise<void> {
    const unique = withoutRepeats(batch);
    let pause = FIRST_RETRY_MS;
    for (;;) {
      try {
        this.notifier.committed(batch, await this.changes.append(unique));
        return;
      } catch (error) {
        const isRace = ['23505', '40P01'].includes(String((error as { code?: unknown }).code));
        // another replica stored one of these changes at the same moment, or locked the same documents: at once again
        if (isRace) continue;
        this.logger.error(`changes cannot be stored, next try in ${pause} ms: ${(error as Error).message}`);
        await new Promise<void>((resolve) => setTimeout(resolve, pause));
        pause = Math.min(pause * 2, LAST_RETRY_MS);
      }
    }
  }

  private settle(batch: readonly QueuedChange[]): void {
    for (const change of batch) {
      this.queuedBytes -= change.payload.byteLength;
      change.session.changesSettled(1);
    }
    if (this.queuedBytes > this.maxQueuedBytes / 2) return;
    for (const connection of this.paused) connection.resumeReading();
    this.paused.clear();
  }
}

/** One statement must not insert the same change twice: an author and a peer may both resend it after a reconnect. */
function withoutRepeats(batch: readonly QueuedChange[]): readonly PendingChange[] {
  const seen = new Set<string>();
  return batch.filter((change) => {
    const id = changeIdentity(change);
    return seen.has(id) ? false : seen.add(id);
  });
}
