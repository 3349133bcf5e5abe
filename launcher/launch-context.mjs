import { join } from 'node:path';
import { LogFile } from './log-file.mjs';

/**
 * @typedef {Pick<import('./supervised-process.mjs').ProcessPlan, 'name' | 'pidFile' | 'lastWords' | 'report'>} CommonPlan
 */

/** What every part of one start needs: where things are, who to tell, when to stop. */
export class LaunchContext {
  /** @type {import('./supervised-process.mjs').SupervisedProcess[]} */
  running = [];
  /** @type {Map<string, LogFile>} */
  #logs = new Map();

  /**
   * @param {object} given
   * @param {string} given.root
   * @param {NodeJS.ProcessEnv} given.env
   * @param {import('./data-folder.mjs').DataFolder} given.data
   * @param {import('./terminal.mjs').Terminal} given.terminal
   * @param {import('./status-board.mjs').StatusBoard} given.board
   * @param {AbortSignal} given.stopping
   */
  constructor({ root, env, data, terminal, board, stopping }) {
    this.root = root;
    this.env = env;
    this.data = data;
    this.terminal = terminal;
    this.board = board;
    this.stopping = stopping;
  }

  get abortable() {
    return { signal: this.stopping };
  }

  get logs() {
    return [...this.#logs];
  }

  /** @param {string} part */
  logOf(part) {
    const log = this.#logs.get(part) ?? new LogFile(this.data.logOf(part));
    this.#logs.set(part, log);
    return log;
  }

  /**
   * Processes are ended in the reverse order of this. Nothing is added once the end has begun.
   *
   * @param {import('./supervised-process.mjs').SupervisedProcess} part
   */
  register(part) {
    this.stopping.throwIfAborted();
    this.running.push(part);
  }

  /**
   * @param {string} name
   * @param {() => string} where what to show once it serves
   * @returns {CommonPlan}
   */
  planOf(name, where) {
    return {
      name,
      pidFile: join(this.data.run, `${name}.pid`),
      lastWords: () => this.logOf(name).tail(),
      report: (state, detail, pid) => this.#report(name, state, state === 'ready' ? where() : detail, pid),
    };
  }

  /**
   * @param {string} name
   * @param {import('./supervised-process.mjs').ProcessState} state
   * @param {string} detail
   * @param {number | undefined} pid
   */
  #report(name, state, detail, pid) {
    this.board.set(name, { state, detail, ...(pid !== undefined && { pid }) });
    if (state === 'restarting') {
      this.terminal.say(`! ${name} ${detail}. Its log: ${this.data.logOf(name)}`);
    } else if (state === 'ready' && this.board.state === 'ready') {
      this.terminal.say(`✓ ${name} is back${detail && ` (${detail})`}`);
    } else if (state === 'starting' && detail) {
      this.terminal.say(`! ${name}: ${detail}`);
    }
  }
}
