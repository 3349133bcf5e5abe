import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Backoff } from './backoff.mjs';
import { LaunchError } from './launch-error.mjs';
import { replaceFile } from './private-file.mjs';
import { identityOf, sendSignal } from './process-identity.mjs';

const failedStartsAllowed = 5;
// An app's way to say that its configuration cannot be used: trying again would not help.
const wrongConfiguration = 'ended with exit code 78';
const notUsable = 'runs, but cannot be used';

/** @typedef {'starting' | 'ready' | 'restarting' | 'stopping' | 'stopped'} ProcessState */

/**
 * @typedef {object} ProcessPlan
 * @property {string} name
 * @property {string} pidFile
 * @property {() => Promise<import('node:child_process').ChildProcess>} spawn
 * @property {(child: import('node:child_process').ChildProcess, signal: AbortSignal) => Promise<void>} ready resolves when the process serves
 * @property {Array<[NodeJS.Signals, number]>} stop signals and the patience after each; SIGKILL follows
 * @property {() => string} lastWords what the process wrote before it ended
 * @property {(state: ProcessState, detail: string, pid?: number) => void} report
 */

/** Keeps one process alive: starts it, tells when it serves, restarts it after a crash, and ends it in order. */
export class SupervisedProcess {
  #backoff = new Backoff();
  #stopping = new AbortController();
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #child;
  /** @type {Promise<void>} */
  #done = Promise.resolve();
  #everReady = false;
  #failedStarts = 0;

  /** @param {ProcessPlan} plan */
  constructor(plan) {
    this.plan = plan;
  }

  /**
   * Resolves when the process serves for the first time; rejects when it ended five times before that. A later crash
   * is reported and answered with a restart.
   *
   * @returns {Promise<void>}
   */
  start() {
    return new Promise((resolve, reject) => {
      this.#done = this.#keepAlive(resolve).catch(reject).finally(resolve);
    });
  }

  async stop() {
    if (!this.#stopping.signal.aborted) {
      this.#stopping.abort();
      this.#tell('stopping', '');
    }
    const child = this.#child;
    if (child && isRunning(child)) {
      const ended = once(child, 'exit');
      for (const [signal, patience] of this.plan.stop) {
        signalTo(child, signal);
        await Promise.race([ended, pause(patience, undefined, { ref: false })]);
        if (!isRunning(child)) break;
      }
      if (isRunning(child)) this.kill();
    }
    await this.#done;
    this.#tell('stopped', '');
  }

  /** Ends the process and everything it started, at once. */
  kill() {
    this.#stopping.abort();
    const pid = this.#child?.pid;
    if (pid !== undefined && this.#child && isRunning(this.#child)) sendSignal(-pid, 'SIGKILL');
  }

  /** Asks the process to end without waiting: the launcher itself is about to. */
  abandon() {
    this.#stopping.abort();
    const [signal = 'SIGTERM'] = this.plan.stop[0] ?? [];
    if (this.#child) signalTo(this.#child, signal);
  }

  /** @param {() => void} started */
  async #keepAlive(started) {
    while (!this.#stopping.signal.aborted) {
      this.#tell('starting', '');
      const { outcome, lived } = await this.#runOnce(started);
      if (this.#stopping.signal.aborted) return;
      if (!this.#everReady && this.#isHopeless(outcome)) throw this.#gaveUp(outcome);
      const wait = this.#backoff.after(lived);
      this.#tell('restarting', `${outcome}, starting it again in ${wait} ms`);
      await pause(wait, undefined, { signal: this.#stopping.signal }).catch(ignoreAbort);
    }
  }

  /** @param {() => void} started */
  async #runOnce(started) {
    const child = await this.plan.spawn();
    this.#child = child;
    const ended = outcomeOf(child);
    const { pid } = child;
    if (pid === undefined) return { outcome: await ended, lived: 0 };
    replaceFile(this.plan.pidFile, JSON.stringify({ pid, identity: identityOf(pid) ?? '' }));
    // Asked to stop while the process was being started: stop() had nothing to signal.
    if (this.#stopping.signal.aborted) this.abandon();
    const attempt = new AbortController();
    let readyAt = 0;
    let refusal = '';
    this.plan.ready(child, attempt.signal).then(
      () => {
        if (attempt.signal.aborted || this.#stopping.signal.aborted) return;
        readyAt = Date.now();
        this.#everReady = true;
        this.#tell('ready', '');
        started();
      },
      (error) => {
        if (attempt.signal.aborted) return;
        refusal = `${notUsable} (${error instanceof Error ? error.message : error})`;
        signalTo(child, this.plan.stop[0]?.[0] ?? 'SIGTERM');
      },
    );
    const outcome = await ended;
    attempt.abort();
    rmSync(this.plan.pidFile, { force: true });
    return { outcome: refusal || outcome, lived: readyAt ? Date.now() - readyAt : 0 };
  }

  /** @param {string} outcome */
  #isHopeless(outcome) {
    this.#failedStarts += 1;
    return (
      outcome === wrongConfiguration ||
      outcome.startsWith(notUsable) ||
      this.#failedStarts >= failedStartsAllowed
    );
  }

  /** @param {string} outcome */
  #gaveUp(outcome) {
    const often = this.#failedStarts > 1 ? `, ${this.#failedStarts} times in a row` : '';
    return new LaunchError(`${this.plan.name} does not start: it ${outcome}${often}.`, {
      output: this.plan.lastWords(),
    });
  }

  /**
   * @param {ProcessState} state
   * @param {string} detail
   */
  #tell(state, detail) {
    const alive = this.#child && isRunning(this.#child) ? this.#child.pid : undefined;
    this.plan.report(state, detail, alive);
  }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<string>}
 */
function outcomeOf(child) {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      if (child.pid === undefined) resolve(`could not be started (${error.message})`);
    });
    child.once('exit', (code, signal) =>
      resolve(signal ? `ended by ${signal}` : `ended with exit code ${code}`),
    );
  });
}

/** @param {import('node:child_process').ChildProcess} child */
function isRunning(child) {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function signalTo(child, signal) {
  if (isRunning(child)) child.kill(signal);
}

/** @param {unknown} error */
function ignoreAbort(error) {
  if (!(error instanceof Error) || error.name !== 'AbortError') throw error;
}
