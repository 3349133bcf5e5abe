import type { ChangeRange, OutgoingChange } from '#libs/protocol';
import { OwnChanges } from './own-changes.js';
import { UncommittedForeign } from './uncommitted-foreign.js';

/** Who made which change, and how far the server has stored them. */
export class ChangeLedger {
  private readonly own: OwnChanges;
  private readonly foreign = new UncommittedForeign();
  /** what came on this connection before the server said that all stored changes are here */
  private tail: OutgoingChange[] = [];
  private isCatchingUp = true;
  private seq: number | undefined;

  constructor(private readonly clientId: string) {
    this.own = new OwnChanges(clientId);
  }

  /** Highest sequence number up to which everything is stored and here; undefined before the first join. */
  get since(): number | undefined {
    return this.seq;
  }

  get unsent(): number {
    return this.own.unsent;
  }

  get unacknowledged(): number {
    return this.own.unacknowledged;
  }

  addOwn(update: Uint8Array): void {
    this.own.add(update);
  }

  /** Own changes to send now, in their order. */
  takeUnsent(): OutgoingChange[] {
    return this.own.takeUnsent();
  }

  /** Changes of others that may be stored nowhere. */
  uncommittedForeign(): OutgoingChange[] {
    return this.foreign.all();
  }

  received(changes: readonly OutgoingChange[]): void {
    if (this.isCatchingUp) this.tail.push(...changes);
    this.foreign.remember(changes.filter((change) => change.clientId !== this.clientId));
  }

  committed(throughSeq: number, stored: readonly ChangeRange[]): void {
    this.seq = Math.max(throughSeq, this.seq ?? 0);
    this.foreign.settle(stored);
    this.own.acknowledge(stored);
  }

  /** What came until now came from the store: it needs no sending again. */
  caughtUp(throughSeq: number): void {
    this.seq = Math.max(throughSeq, this.seq ?? 0);
    this.foreign.settleExactly(this.tail);
    for (const { clientId, counter } of this.tail) if (clientId === this.clientId) this.own.drop(counter);
    this.tail = [];
    this.isCatchingUp = false;
  }

  /** The server refused the change and never will take it. */
  refused(counter: number): void {
    this.own.drop(counter);
  }

  /** The connection is gone: what is not acknowledged may never have arrived. */
  disconnected(): void {
    this.own.forgetSending();
    this.tail = [];
    this.isCatchingUp = true;
  }

  /** Sequence numbers count other changes now, or cannot be trusted: everything must come again. */
  forgetPosition(): void {
    this.seq = undefined;
  }
}
