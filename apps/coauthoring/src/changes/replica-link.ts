import { Inject, Injectable, Logger } from '@nestjs/common';
import { FANOUT, type Fanout } from '#libs/platform';
import { ChangeRepository, type LogRow } from '#libs/persistence';
import { encodeServerMessage } from '#libs/protocol';
import type { EditingSession } from '../session/editing-session.js';
import { announceCommit } from './announce-commit.js';
import type { QueuedChange } from './queued-change.js';
import { decodeReplicaMessage, encodeReplicaMessage, type ReplicaMessage } from './replica-message.js';

export interface NumberedChange {
  readonly change: QueuedChange;
  readonly seq: number;
}

/** how many changes a gap is filled with at a time */
const PAGE = 1_000;

/**
 * Keeps the sessions of several coauthoring processes together. What a process stored is published with its sequence
 * numbers; a receiver that sees a gap reads it from the database, so a lost message only costs a query.
 */
@Injectable()
export class ReplicaLink {
  private readonly logger = new Logger(ReplicaLink.name);
  private readonly subscriptions = new Map<EditingSession, Promise<() => Promise<void>>>();
  private readonly filling = new Map<EditingSession, Promise<void>>();

  constructor(
    @Inject(FANOUT) private readonly fanout: Fanout,
    private readonly changes: ChangeRepository,
  ) {}

  /** Resolves when messages of other replicas about the session arrive. */
  async join(session: EditingSession, onMessage: (message: ReplicaMessage) => void): Promise<void> {
    let subscribed = this.subscriptions.get(session);
    if (!subscribed) {
      subscribed = this.fanout.subscribe(channelOf(session.documentKey), (bytes) =>
        this.hear(session, bytes, onMessage),
      );
      this.subscriptions.set(session, subscribed);
    }
    try {
      await subscribed;
    } catch (error) {
      this.subscriptions.delete(session);
      throw error;
    }
  }

  async leave(session: EditingSession): Promise<void> {
    const subscribed = this.subscriptions.get(session);
    this.subscriptions.delete(session);
    // a subscription that failed was reported to those who joined
    const unsubscribe = await subscribed?.catch(() => undefined);
    await unsubscribe?.();
  }

  tell(documentKey: string, message: ReplicaMessage): void {
    if (this.fanout.isAlone) return;
    this.fanout.publish(channelOf(documentKey), encodeReplicaMessage(message));
  }

  /** This process stored changes of the session. */
  stored(session: EditingSession, changes: readonly NumberedChange[]): void {
    const sorted = changes.toSorted((a, b) => a.seq - b.seq);
    const last = sorted.at(-1)?.seq ?? 0;
    if (!this.fanout.isAlone) this.tell(session.documentKey, asMessage(session, sorted));
    for (const { seq } of sorted) if (seq === session.knownSeq + 1) session.knownSeq = seq;
    if (last > session.knownSeq) this.fillGap(session, last);
  }

  private hear(
    session: EditingSession,
    bytes: Uint8Array,
    onMessage: (message: ReplicaMessage) => void,
  ): void {
    let message: ReplicaMessage;
    try {
      message = decodeReplicaMessage(bytes);
    } catch (error) {
      // what it said about changes shows as a gap at the next message
      this.logger.warn(`a message of another replica is not readable: ${(error as Error).message}`);
      return;
    }
    if (message.type === 'changes') this.receive(session, message);
    else onMessage(message);
  }

  private receive(session: EditingSession, message: Extract<ReplicaMessage, { type: 'changes' }>): void {
    if (message.generation !== session.generation) return;
    const fresh = message.changes.filter((change) => change.seq > session.knownSeq);
    const last = fresh.at(-1);
    if (!last) return;
    if (!followsOn(fresh, session.knownSeq)) {
      this.fillGap(session, last.seq);
      return;
    }
    session.broadcastFrame(encodeServerMessage({ type: 'changes', changes: fresh }));
    session.knownSeq = last.seq;
    announceCommit(session, fresh);
  }

  private fillGap(session: EditingSession, through: number): void {
    const before = this.filling.get(session) ?? Promise.resolve();
    const filled = before
      .then(() => this.readMissing(session, through))
      .catch((error: unknown) => this.logger.error(`cannot read missing changes: ${String(error)}`));
    this.filling.set(session, filled);
    void filled.then(() => {
      if (this.filling.get(session) === filled) this.filling.delete(session);
    });
  }

  private async readMissing(session: EditingSession, through: number): Promise<void> {
    while (session.knownSeq < through) {
      const rows: LogRow[] = await this.changes.page(
        session.documentKey,
        session.generation,
        session.knownSeq,
        through,
        PAGE,
      );
      const last = rows.at(-1);
      if (!last) return;
      const changes = rows.map((row) => ({
        clientId: row.clientId,
        counter: row.counter,
        update: row.payload,
      }));
      session.broadcastFrame(encodeServerMessage({ type: 'changes', changes }));
      session.knownSeq = Math.max(session.knownSeq, last.seq);
      announceCommit(session, changes);
    }
  }
}

function asMessage(session: EditingSession, changes: readonly NumberedChange[]): ReplicaMessage {
  return {
    type: 'changes',
    generation: session.generation,
    changes: changes.map(({ change, seq }) => ({
      seq,
      clientId: change.clientId,
      counter: change.counter,
      update: change.payload,
    })),
  };
}

/** Whether the numbers go on from `known` without a hole; one number may come twice. */
function followsOn(changes: readonly { readonly seq: number }[], known: number): boolean {
  let last = known;
  return changes.every(({ seq }) => {
    const isNext = seq === last || seq === last + 1;
    last = seq;
    return isNext;
  });
}

function channelOf(documentKey: string): string {
  return `doc:${documentKey}`;
}
