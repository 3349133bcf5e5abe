import { readFileSync } from 'node:fs';

/** /proc counts in ticks of 10 ms on every Linux that Node supports. */
const MICROSECONDS_PER_TICK = 10_000;

/** @typedef {{ own: number, withEnded: number }} ProcessorTime microseconds; the second counts ended children too */

/**
 * Processor time of a process, all its threads, in user and system mode.
 *
 * @param {number} pid
 * @returns {ProcessorTime}
 */
function timesOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name may hold spaces and parentheses; the numbers begin behind the last one.
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields.slice(11, 15);
  const own = (user + system) * MICROSECONDS_PER_TICK;
  return { own, withEnded: own + (childUser + childSystem) * MICROSECONDS_PER_TICK };
}

/** @param {number} pid */
export function processorMicroseconds(pid) {
  return timesOf(pid).own;
}

/**
 * PostgreSQL is a tree: one process that started the others. Those that ended meanwhile are in its own account.
 *
 * @param {number} pid
 */
export function treeMicroseconds(pid) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  let sum = timesOf(pid).withEnded;
  for (const child of children) {
    try {
      sum += timesOf(Number(child)).own;
    } catch (error) {
      // ended between the two reads
      if (!['ENOENT', 'ESRCH'].includes(error.code)) throw error;
    }
  }
  return sum;
}

/** @param {number} pid */
export function residentBytes(pid) {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1] ?? 0) * 1024;
}
