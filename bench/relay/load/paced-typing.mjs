/** @typedef {import('./editor.mjs').Editor} Editor */

/** Behind by more than this, the generator skips changes instead of sending a burst that nobody would type. */
const LONGEST_CATCH_UP_MS = 500;

/** Lets editors type at an even pace, their changes spread over time. Knows how late it was itself. */
export class PacedTyping {
  /** @type {readonly Editor[]} */
  #editors = [];
  /** @type {NodeJS.Timeout | undefined} */
  #timer;
  #nextAt = 0;
  #turn = 0;
  /** @type {number[]} milliseconds that changes left too late */
  #lags = [];

  /** @param {number} changesPerSecond of each editor */
  constructor(changesPerSecond) {
    this.changesPerSecond = changesPerSecond;
  }

  /** @param {readonly Editor[]} editors */
  start(editors) {
    this.stop();
    this.#editors = editors;
    this.#nextAt = performance.now();
    this.#tick();
  }

  stop() {
    clearTimeout(this.#timer);
  }

  /** The lags since the last call. */
  takeLags() {
    const lags = this.#lags;
    this.#lags = [];
    return lags;
  }

  #tick() {
    const interval = 1000 / (this.changesPerSecond * this.#editors.length);
    const now = performance.now();
    this.#nextAt = Math.max(this.#nextAt, now - LONGEST_CATCH_UP_MS);
    while (this.#nextAt <= now) {
      // the lag is known when the change leaves, not when its turn began
      this.#lags.push(performance.now() - this.#nextAt);
      this.#editors[this.#turn++ % this.#editors.length]?.type();
      this.#nextAt += interval;
    }
    this.#timer = setTimeout(() => this.#tick(), 1);
  }
}
