import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const LOOK_EVERY_MS = 40;

/** Length of a tick in which Linux counts processor time; the same on every platform that Node runs on. */
const TICK_MS = 10;

/**
 * Runs a task in a process of its own. Gives the time it reports, the processor time of it and everything it started
 * (from start to end, so that a busy machine counts less), and the most memory all of them used at once.
 *
 * @param {string} task
 * @param {string[]} args
 * @returns {Promise<{ milliseconds: number, processorMilliseconds: number, peakMegabytes: number }>}
 */
export async function runMeasured(task, args) {
  const child = fork(fileURLToPath(new URL(task, import.meta.url)), args);
  let peak = 0;
  /** @type {Map<number, number>} processor time of each process, as last seen */
  const used = new Map();
  /** @type {number | undefined} */
  let milliseconds;
  child.on('message', (message) => {
    milliseconds = /** @type {{ milliseconds: number }} */ (message).milliseconds;
  });
  const looking = setInterval(() => {
    const processes = treeOf(child.pid ?? 0);
    peak = Math.max(peak, sum(processes.map(({ resident }) => resident)));
    for (const { pid, processorMs } of processes) used.set(pid, processorMs);
  }, LOOK_EVERY_MS);
  const [code] = await once(child, 'exit');
  clearInterval(looking);
  if (code !== 0 || milliseconds === undefined) throw new Error(`${task} ended with code ${code}`);
  return { milliseconds, processorMilliseconds: sum([...used.values()]), peakMegabytes: peak / 1024 ** 2 };
}

/**
 * A process and its descendants.
 *
 * @param {number} top
 */
function treeOf(top) {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => factsOf(Number(name)) ?? []);
  /** @type {(pid: number) => typeof all} */
  const below = (pid) =>
    all.filter(({ parent }) => parent === pid).flatMap((each) => [each, ...below(each.pid)]);
  return [...all.filter(({ pid }) => pid === top), ...below(top)];
}

/** @param {number} pid */
function factsOf(pid) {
  try {
    const resident =
      Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold anything; after it come state, parent, … and as 12th and 13th the ticks.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    return { pid, parent: Number(fields[1]), resident, processorMs: ticks * TICK_MS };
  } catch {
    // It ended between being listed and being read.
    return undefined;
  }
}

/** @param {readonly number[]} values */
function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}
