/** A start that cannot go on, told in words for the person at the terminal: what failed, why, what to do. */
export class LaunchError extends Error {
  /**
   * @param {string} message
   * @param {{ output?: string, cause?: unknown }} [more] `output` is the tail of what the failed program said
   */
  constructor(message, more = {}) {
    super(message, { cause: more.cause });
    this.name = 'LaunchError';
    this.output = more.output;
  }
}
