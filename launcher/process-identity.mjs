import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const hasProc = existsSync('/proc/self/stat');

/**
 * Tells one process from every other that had or will have the same pid: the boot and the moment it started. Nothing
 * when no such process runs.
 *
 * @param {number} pid
 * @returns {string | undefined}
 */
export function identityOf(pid) {
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  if (!hasProc)
    return (
      spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)])
        .stdout?.toString()
        .trim() || undefined
    );
  const stat = readProc(`/proc/${pid}/stat`);
  if (!stat) return undefined;
  // The program's name is in brackets and may hold spaces, so fields are counted after it: state is the first,
  // the start time the twentieth.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z') return undefined;
  return `${readProc('/proc/sys/kernel/random/boot_id')?.trim() ?? 'boot'}:${fields[19]}`;
}

/**
 * Whether the process that was recorded as `identity` still runs.
 *
 * @param {number} pid
 * @param {string} identity
 */
export function isSameProcess(pid, identity) {
  return identityOf(pid) === identity;
}

/**
 * Processes of a program (by the name of its file) that work in a folder. Empty where there is no /proc.
 *
 * @param {string} program
 * @param {string} folder
 * @returns {number[]}
 */
export function processesWorkingIn(program, folder) {
  if (!hasProc) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => readLink(`/proc/${pid}/cwd`) === folder)
    .filter((pid) => readLink(`/proc/${pid}/exe`)?.replace(' (deleted)', '').endsWith(`/${program}`))
    .map(Number);
}

/**
 * Sends each signal in turn until the process is gone.
 *
 * @param {number} pid
 * @param {Array<[NodeJS.Signals, number]>} steps signal and how many milliseconds to wait after it
 */
export async function endProcess(pid, steps) {
  const identity = identityOf(pid);
  for (const [signal, patience] of steps) {
    if (!identity || !isSameProcess(pid, identity)) return;
    sendSignal(pid, signal);
    const deadline = Date.now() + patience;
    while (Date.now() < deadline && isSameProcess(pid, identity)) await pause(50);
  }
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
export function sendSignal(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // Gone already: that is what the signal was for.
    if (!isCode(error, 'ESRCH')) throw error;
  }
}

/**
 * @param {unknown} error
 * @param {...string} codes
 */
export function isCode(error, ...codes) {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

/** @param {string} path */
function readProc(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ESRCH')) return undefined;
    throw error;
  }
}

/** @param {string} path */
function readLink(path) {
  try {
    return readlinkSync(path);
  } catch (error) {
    // Processes end while we look, and other people's are not ours to see.
    if (isCode(error, 'ENOENT', 'ESRCH', 'EACCES', 'EPERM')) return undefined;
    throw error;
  }
}
