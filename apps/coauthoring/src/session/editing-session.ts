import { encodeServerMessage, type ServerMessage } from '#libs/protocol';
import type { EditorConnection } from './editor-connection.js';

/** What this process knows about a document key that somebody has open here. */
export class EditingSession {
  readonly connections = new Set<EditorConnection>();
  generation = 0;
  /** every change up to this number is stored and was sent to the live connections here */
  knownSeq = 0;
  /** bytes of the generation's log, for `maxChangesSize` */
  changesBytes = 0;
  private queued = 0;
  private settled = 0;
  private waitingForFlush: { until: number; resolve: () => void }[] = [];

  private steps: Promise<unknown> = Promise.resolve();

  constructor(readonly documentKey: string) {}

  /** Runs steps that are written down one after the other, in the order in which they happened. */
  inOrder<T>(step: () => Promise<T>): Promise<T> {
    const done = this.steps.then(step);
    // who waits for a step hears of its failure; the next step runs all the same
    this.steps = done.catch(() => undefined);
    return done;
  }

  broadcast(message: ServerMessage, except?: EditorConnection): void {
    this.broadcastFrame(encodeServerMessage(message), except);
  }

  broadcastFrame(frame: Uint8Array, except?: EditorConnection): void {
    for (const connection of this.connections) if (connection !== except) connection.sendLive(frame);
  }

  changeQueued(): void {
    this.queued++;
  }

  /** `count` queued changes, the oldest ones, are stored or refused. */
  changesSettled(count: number): void {
    this.settled += count;
    if (this.waitingForFlush.length === 0) return;
    for (const waiter of this.waitingForFlush) if (waiter.until <= this.settled) waiter.resolve();
    this.waitingForFlush = this.waitingForFlush.filter((waiter) => waiter.until > this.settled);
  }

  /** Resolves when every change that was queued before this call is stored or refused. */
  async flushed(): Promise<void> {
    const until = this.queued;
    if (until > this.settled)
      await new Promise<void>((resolve) => this.waitingForFlush.push({ until, resolve }));
  }
}
