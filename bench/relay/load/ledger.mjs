import { findChanges } from './yjs-updates.mjs';

/** @typedef {import('./editor.mjs').Editor} Editor */

const FIRST_CAPACITY = 1 << 16;

/** Every change of one run: when it was sent, when the other editor had it, when its author had the acknowledgement. */
export class Ledger {
  #sent = new Float64Array(FIRST_CAPACITY);
  #received = new Float64Array(FIRST_CAPACITY);
  #acknowledged = new Float64Array(FIRST_CAPACITY);
  #author = /** @type {Editor[]} */ ([]);
  count = 0;
  receivedCount = 0;
  acknowledgedCount = 0;
  /** @type {Error | undefined} the first thing that went wrong with a connection */
  failure;

  /**
   * Notes that an editor sends a change now.
   *
   * @param {Editor} author
   * @returns {number} the number of the change
   */
  send(author) {
    const id = this.count++;
    if (id === this.#sent.length) this.#grow();
    this.#author.push(author);
    this.#sent[id] = performance.now();
    return id;
  }

  /**
   * A frame arrived. A server may send changes back to their author; those do not count.
   *
   * @param {Buffer} frame
   * @param {Editor} reader
   */
  receive(frame, reader) {
    findChanges(frame, (id) => {
      if (id >= this.count || this.#received[id] !== 0 || this.#author[id] === reader) return;
      this.#received[id] = performance.now();
      this.receivedCount++;
    });
  }

  /** @param {number} id */
  acknowledge(id) {
    this.#acknowledged[id] = performance.now();
    this.acknowledgedCount++;
  }

  /** What never reached the other editor, and what a server that acknowledges did not acknowledge. */
  get missing() {
    return {
      lost: this.count - this.receivedCount,
      unacknowledged: this.acknowledgedCount > 0 ? this.count - this.acknowledgedCount : 0,
    };
  }

  /** @param {Error} error */
  fail(error) {
    this.failure ??= error;
  }

  /**
   * Milliseconds until the other editor had the changes [from, to); what never arrived counts as endless.
   *
   * @param {number} from
   * @param {number} to
   */
  receiveTimes(from, to) {
    return this.#times(this.#received, from, to);
  }

  /**
   * @param {number} from
   * @param {number} to
   */
  acknowledgeTimes(from, to) {
    return this.#times(this.#acknowledged, from, to);
  }

  /**
   * @param {Float64Array} until
   * @param {number} from
   * @param {number} to
   */
  #times(until, from, to) {
    return until
      .slice(from, to)
      .map((at, index) => (at === 0 ? Infinity : at - (this.#sent[from + index] ?? 0)));
  }

  #grow() {
    const larger = (/** @type {Float64Array} */ old) => {
      const next = new Float64Array(old.length * 2);
      next.set(old);
      return next;
    };
    this.#sent = larger(this.#sent);
    this.#received = larger(this.#received);
    this.#acknowledged = larger(this.#acknowledged);
  }
}

/**
 * @param {ArrayLike<number>} values
 * @param {number} share 0.5 for the median
 */
export function percentile(values, share) {
  const sorted = Float64Array.from(values).sort();
  if (sorted.length === 0) return NaN;
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = values.filter((value) => !Number.isNaN(value)).toSorted((a, b) => a - b);
  if (sorted.length === 0) return NaN;
  const middle = sorted.length >> 1;
  return sorted.length % 2
    ? (sorted[middle] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}
