import type { Config } from '#libs/config';
import { CONFIG } from '#libs/platform';
import { ChangeRepository, type PendingChange, type StoredChange } from '#libs/persistence';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { EditorConnection } from '../session/editor-connection.js';
import { changeIdentity } from './change-identity.js';
import { CommitNotifier } from './commit-notifier.js';
import type { QueuedChange } from './queued-change.js';

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 2_000;

/** PostgreSQL: unique violation and deadlock */
const RACES = new Set(['23505', '40P01']);
const MAX_RACES = 5;

/** PostgreSQL: classes 22 (data exception) and 54 (a limit of the program) come again with the same data. */
function isHopeless(code: unknown): boolean {
  return typeof code === 'string' && /^(?:22|54)/.test(code);
}

/**
 * Group commit: whatever queued while one commit ran goes into the next, for all documents of the process
 * (research/relay.md, design 2). A batch that cannot be stored now is tried again, in order, until it can: peers have
 * seen these changes already, and later ones build on them.
 */
@Injectable()
export class ChangeAppender {
  private readonly logger = new Logger(ChangeAppender.name);
  private readonly maxRows: number;
  private readonly maxBytes: number;
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
    this.maxBytes = config.quire.relay.maxBytesPerCommit;
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
      const batch = this.nextBatch();
      await this.store(batch);
      this.queue = this.queue.slice(batch.length);
      this.settle(batch);
    }
    this.running = undefined;
  }

  private nextBatch(): QueuedChange[] {
    const batch: QueuedChange[] = [];
    let bytes = 0;
    for (const change of this.queue) {
      bytes += change.payload.byteLength;
      const isFull = batch.length >= this.maxRows || bytes > this.maxBytes;
      if (isFull && batch.length > 0) break;
      batch.push(change);
    }
    return batch;
  }

  private async store(batch: readonly QueuedChange[]): Promise<void> {
    const stored = await this.append(withoutRepeats(batch));
    const [first] = batch;
    if (stored) this.notify(batch, stored);
    else if (batch.length > 1) {
      // one of them can never be stored: it must not hold up the others
      const middle = Math.ceil(batch.length / 2);
      await this.store(batch.slice(0, middle));
      await this.store(batch.slice(middle));
    } else if (first) this.notifier.refuseUnstorable(first);
  }

  /** Undefined when the database will never take these changes as they are. */
  private async append(changes: readonly PendingChange[]): Promise<readonly StoredChange[] | undefined> {
    let pause = FIRST_RETRY_MS;
    for (let races = 0; ;) {
      try {
        return await this.changes.append(changes);
      } catch (error) {
        const { code, message } = error as { code?: unknown; message: string };
        if (isHopeless(code)) {
          this.logger.error(`${changes.length} changes are not storable: ${message}`);
          return undefined;
        }
        // another replica stored one of these changes at the same moment, or locked the same documents: at once again
        if (RACES.has(String(code)) && ++races <= MAX_RACES) continue;
        this.logger.error(`changes cannot be stored, next try in ${pause} ms: ${message}`);
        await new Promise<void>((resolve) => setTimeout(resolve, pause));
        pause = Math.min(pause * 2, LAST_RETRY_MS);
      }
    }
  }

  /** The changes are stored whatever happens here; who misses the acknowledgement sends them again. */
  private notify(batch: readonly QueuedChange[], stored: readonly StoredChange[]): void {
    try {
      this.notifier.committed(batch, stored);
    } catch (error) {
      this.logger.error(`a commit could not be announced: ${(error as Error).stack}`);
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
