const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const plainEvery = 10_000;

/** What the launcher says: plain lines, and one long step at a time with its elapsed seconds. */
export class Terminal {
  /** @type {{ title: string, startedAt: number, timer: NodeJS.Timeout, frame: number } | undefined} */
  #step;

  /** @param {NodeJS.WriteStream} [out] */
  constructor(out = process.stdout) {
    this.out = out;
    // A closed pipe (`npm start | head`) must not take the documents' processes down.
    out.on('error', () => undefined);
  }

  /** @param {string} [line] */
  say(line = '') {
    this.#clear();
    this.out.write(`${line}\n`);
    this.#draw();
  }

  /**
   * Shows a long step while `work` runs. On a terminal the line is redrawn; elsewhere a line appears at the start,
   * every ten seconds, and at the end.
   *
   * @template T
   * @param {string} title
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  async step(title, work) {
    const startedAt = Date.now();
    this.#begin(title, startedAt);
    try {
      const result = await work();
      this.#end(`✓ ${title} (${seconds(startedAt)})`);
      return result;
    } catch (error) {
      this.#end(`✗ ${title} (${seconds(startedAt)})`);
      throw error;
    }
  }

  /**
   * @param {string} title
   * @param {number} startedAt
   */
  #begin(title, startedAt) {
    const every = this.out.isTTY ? 100 : plainEvery;
    const timer = setInterval(() => {
      if (this.out.isTTY) this.#draw();
      else this.out.write(`  ${title} … ${seconds(startedAt)}\n`);
    }, every);
    this.#step = { title, startedAt, timer, frame: 0 };
    if (this.out.isTTY) this.#draw();
    else this.out.write(`  ${title} …\n`);
  }

  /** @param {string} line */
  #end(line) {
    clearInterval(this.#step?.timer);
    this.#clear();
    this.#step = undefined;
    this.out.write(`${line}\n`);
  }

  #clear() {
    if (this.#step && this.out.isTTY) this.out.write('\r\u001b[K');
  }

  #draw() {
    if (!this.#step || !this.out.isTTY) return;
    this.#step.frame = (this.#step.frame + 1) % frames.length;
    this.out.write(
      `\r\u001b[K${frames[this.#step.frame]} ${this.#step.title} ${seconds(this.#step.startedAt)}`,
    );
  }
}

/** @param {number} since */
function seconds(since) {
  return `${Math.round((Date.now() - since) / 1000)} s`;
}
