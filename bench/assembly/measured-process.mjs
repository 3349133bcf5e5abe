import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const LOOK_EVERY_MS = 40;

/**
 * Runs a task in a process of its own; gives the time it reports and the most memory that it and everything it started
 * used at once.
 *
 * @param {string} task
 * @param {string[]} args
 * @returns {Promise<{ milliseconds: number, peakMegabytes: number }>}
 */
export async function runMeasured(task, args) {
  const child = fork(fileURLToPath(new URL(task, import.meta.url)), args);
  let peak = 0;
  /** @type {number | undefined} */
  let milliseconds;
  child.on('message', (message) => {
    milliseconds = /** @type {{ milliseconds: number }} */ (message).milliseconds;
  });
  const looking = setInterval(() => {
    peak = Math.max(peak, treeMemory(child.pid ?? 0));
  }, LOOK_EVERY_MS);
  const [code] = await once(child, 'exit');
  clearInterval(looking);
  if (code !== 0 || milliseconds === undefined) throw new Error(`${task} ended with code ${code}`);
  return { milliseconds, peakMegabytes: peak / 1024 ** 2 };
}

/**
 * Resident memory of a process and its descendants, in bytes.
 *
 * @param {number} top
 */
function treeMemory(top) {
  /** @type {Map<number, number[]>} */
  const children = new Map();
  /** @type {Map<number, number>} */
  const resident = new Map();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const status = statusOf(name);
    const parent = Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    resident.set(Number(name), Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) * 1024);
  }
  /** @type {(pid: number) => number} */
  const sum = (pid) =>
    (children.get(pid) ?? []).reduce((total, child) => total + sum(child), resident.get(pid) ?? 0);
  return sum(top);
}

/** @param {string} pid */
function statusOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    // It ended between being listed and being read.
    return '';
  }
}
