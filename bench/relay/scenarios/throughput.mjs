import { setTimeout as pause } from 'node:timers/promises';
import { connectEditors } from '../load/editor.mjs';
import { Ledger } from '../load/ledger.mjs';
import { PacedTyping } from '../load/paced-typing.mjs';
import { measureWindow, untilQuiet } from './window.mjs';

/** @typedef {import('./window.mjs').WindowResult} WindowResult */

const MOST_RECEIVE_MS = 250;
const MOST_ACKNOWLEDGE_MS = 400;
const SETTLE_MS = 600;
/** A generator that sends less than this share of what it should is itself the limit. */
const LEAST_OFFERED = 0.95;

/**
 * B: pairs of editors are added until a change needs longer than 250 ms to be seen; then the limit is narrowed down.
 *
 * @param {import('../bench-run.mjs').BenchRun} run
 * @param {import('../servers/server.mjs').RunningServer} server
 */
export async function throughput(run, server) {
  const plan = run.plan.throughput;
  const climb = new Climb(run, server);
  /** @type {(WindowResult & { pairs: number }) | undefined} */
  let top;
  let tooMany = 0;
  let limitedBy = 'plan';
  let pairs = plan.firstPairs;
  for (let step = 0; step < plan.steps; step++) {
    let result = await climb.measure(pairs);
    // one bad moment of the machine is not the limit of the server
    if (judge(result, pairs, plan) !== 'good') result = await climb.measure(pairs);
    const verdict = judge(result, pairs, plan);
    run.note(
      `    ${pairs} pairs: ${Math.round(result.changesPerSecond)}/s, p99 ${result.receiveP99.toFixed(0)} ms, server ${(result.serverLoad * 100).toFixed(0)} %, ${verdict}`,
    );
    if (verdict === 'good') top = result;
    else {
      tooMany = pairs;
      limitedBy = verdict;
    }
    const next = tooMany
      ? Math.round((tooMany + (top?.pairs ?? 0)) / 2)
      : Math.min(plan.mostPairs, Math.round(pairs * plan.growth));
    if (next === pairs || (tooMany && tooMany - (top?.pairs ?? 0) < tooMany * plan.precision)) break;
    pairs = next;
  }
  if (!top) {
    run.note(
      `    not even ${pairs} pairs were served within ${MOST_RECEIVE_MS} ms: the machine is too busy, left out`,
    );
    return { dropped: true, limitedBy, ...climb.missing };
  }
  return { ...top, limitedBy, ...climb.missing };
}

/**
 * @param {WindowResult} result
 * @param {number} pairs
 * @param {{ changesPerSecond: number, window: number }} plan
 * @returns {'good' | 'server' | 'generator'}
 */
function judge(result, pairs, { changesPerSecond, window }) {
  if (result.offered < LEAST_OFFERED * pairs * 2 * changesPerSecond * window) return 'generator';
  // a server without acknowledgements has none that is late
  const isLate = result.receiveP99 > MOST_RECEIVE_MS || result.acknowledgeP99 > MOST_ACKNOWLEDGE_MS;
  return isLate ? 'server' : 'good';
}

class Climb {
  #ledger = new Ledger();
  #typing;
  /** @type {import('../load/editor.mjs').Editor[]} */
  #editors = [];

  /**
   * @param {import('../bench-run.mjs').BenchRun} run
   * @param {import('../servers/server.mjs').RunningServer} server
   */
  constructor(run, server) {
    this.run = run;
    this.server = server;
    this.#typing = new PacedTyping(run.plan.throughput.changesPerSecond);
  }

  get missing() {
    return this.#ledger.missing;
  }

  /** @param {number} pairs */
  async measure(pairs) {
    const connected = this.#editors.length / 2;
    this.#editors.push(...(await connectEditors(this.server, this.#ledger, connected, pairs)));
    this.#typing.start(this.#editors.slice(0, pairs * 2));
    await pause(SETTLE_MS);
    const { window: seconds } = this.run.plan.throughput;
    const { run, server } = this;
    const given = { run, server, ledger: this.#ledger, typing: this.#typing, seconds };
    const result = await measureWindow({ ...given, patience: 2 * MOST_RECEIVE_MS });
    this.#typing.stop();
    // a server that fell behind must not carry its backlog into the next step
    await untilQuiet(this.#ledger);
    return { ...result, pairs };
  }
}
