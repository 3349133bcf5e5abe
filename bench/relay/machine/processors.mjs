import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';

/** The server has one processor for itself and the generator another, so that neither is measured waiting for the other. */
const SERVER = 0;
const GENERATOR = 1;

const canPin = process.platform === 'linux' && cpus().length > 1 && hasTaskset();

function hasTaskset() {
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    // not installed; the result says that nothing was pinned
    return false;
  }
}

/**
 * The command line that runs a program on the server's processor.
 *
 * @param {string} command
 * @param {string[]} args
 * @returns {[string, string[]]}
 */
export function onServerProcessor(command, args) {
  return canPin ? ['taskset', ['-c', String(SERVER), command, ...args]] : [command, args];
}

/** From here on this process, the load generator, keeps to its own processor. */
export function keepToGeneratorProcessor() {
  if (canPin)
    execFileSync('taskset', ['-a', '-pc', String(GENERATOR), String(process.pid)], { stdio: 'ignore' });
}

export const pinning = canPin
  ? `server on processor ${SERVER}, generator on ${GENERATOR}, database on any`
  : 'nothing is pinned to a processor';
