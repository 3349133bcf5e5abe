import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stripVTControlCharacters } from 'node:util';
import { LaunchError } from './launch-error.mjs';

const headLines = 15;
const tailLines = 25;
const tailBytes = 64 * 1024;

/**
 * @typedef {object} CommandOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {string} [input]
 * @property {AbortSignal} [signal]
 * @property {string} [advice] what to do when it fails
 */

/**
 * Runs a program to its end and gives back what it printed; throws with the tail of it when the program fails.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {CommandOptions} [options]
 */
export async function runCommand(command, args, options = {}) {
  const result = await tryCommand(command, args, options);
  if (result.code === 0) return result.output;
  throw commandFailed([command, ...args].join(' '), result, options.advice);
}

/**
 * @param {string} command
 * @param {{ code: number | string, output: string }} result
 * @param {string} [advice]
 */
export function commandFailed(command, { code, output }, advice) {
  return new LaunchError(`\`${command}\` failed (${code}).${advice ? ` ${advice}` : ''}`, {
    output: shortened(output),
  });
}

/**
 * Like {@link runCommand}, but the outcome is for the caller to judge. A program that does not exist has code `ENOENT`.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<{ code: number | string, output: string }>}
 */
export async function tryCommand(command, args, options = {}) {
  options.signal?.throwIfAborted();
  const child = spawn(command, args, { cwd: options.cwd, env: options.env, stdio: 'pipe' });
  let output = '';
  const keep = (/** @type {Buffer} */ part) => (output = (output + part.toString()).slice(-tailBytes));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  // A program that ends without reading its input is judged by its exit code.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  const abort = () => child.kill('SIGTERM');
  options.signal?.addEventListener('abort', abort, { once: true });
  try {
    const [code, signal] = await once(child, 'close');
    options.signal?.throwIfAborted();
    return { code: code ?? signal, output };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return { code: 'ENOENT', output };
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', abort);
  }
}

/**
 * The reason of a failure is at the beginning or at the end of what a program says.
 *
 * @param {string} text
 */
function shortened(text) {
  const lines = stripVTControlCharacters(text).trimEnd().split('\n');
  if (lines.length <= headLines + tailLines) return lines.join('\n');
  return [...lines.slice(0, headLines), '…', ...lines.slice(-tailLines)].join('\n');
}
