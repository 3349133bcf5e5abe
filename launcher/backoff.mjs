const shortest = 250;
const longest = 30_000;
const healthy = 60_000;

/** Pauses before a restart: 250 ms, doubling to 30 s, and short again after a minute of health. */
export class Backoff {
  #next = shortest;

  /** @param {number} lived how many milliseconds the process served before it ended */
  after(lived) {
    if (lived >= healthy) this.#next = shortest;
    const now = this.#next;
    this.#next = Math.min(now * 2, longest);
    return now;
  }
}
