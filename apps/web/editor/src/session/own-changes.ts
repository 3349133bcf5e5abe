import { isInRanges, type ChangeRange, type OutgoingChange } from '#libs/protocol';

/** The user's own changes from the moment they are made until the server has stored them. */
export class OwnChanges {
  private counter = 0;
  private sentThrough = 0;
  private waiting: OutgoingChange[] = [];

  constructor(private readonly clientId: string) {}

  add(update: Uint8Array): void {
    this.counter += 1;
    this.waiting.push({ clientId: this.clientId, counter: this.counter, update });
  }

  /** Changes that were not sent on the present connection, in their order; they count as sent from now on. */
  takeUnsent(): OutgoingChange[] {
    const unsent = this.waiting.filter((change) => change.counter > this.sentThrough);
    this.sentThrough = this.counter;
    return unsent;
  }

  /** The connection broke: what is not acknowledged may never have arrived. */
  forgetSending(): void {
    this.sentThrough = 0;
  }

  /** Exactly these are stored. */
  acknowledge(stored: readonly ChangeRange[]): void {
    this.waiting = this.waiting.filter((change) => !isInRanges(stored, change));
  }

  /** The server does not take this change and never will. */
  drop(counter: number): void {
    this.waiting = this.waiting.filter((change) => change.counter !== counter);
  }

  get unacknowledged(): number {
    return this.waiting.length;
  }

  get unsent(): number {
    return this.waiting.filter((change) => change.counter > this.sentThrough).length;
  }
}
