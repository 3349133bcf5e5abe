import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { sendSignal } from './process-identity.mjs';

const quietFor = 20_000;

/**
 * Runs a program whose output people watch: it goes to the terminal and to a log. A program that is quiet for long is
 * announced as still running.
 *
 * @param {string[]} command
 * @param {{ cwd: string, log: string, title: string, signal: AbortSignal, limit: number }} options `limit` in milliseconds
 * @returns {Promise<number | string>} the exit code, or why there is none
 */
export async function showCommand([program = '', ...args], { cwd, log, title, signal, limit }) {
  const startedAt = Date.now();
  const colours = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...colours },
    detached: true,
    stdio: 'pipe',
  });
  child.stdin.end();
  const file = createWriteStream(log, { flags: 'a' });
  const stillRunning = () =>
    process.stdout.write(`  ${title} still running, ${Math.round((Date.now() - startedAt) / 1000)} s\n`);
  let quiet = setInterval(stillRunning, quietFor);
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (part) => {
      clearInterval(quiet);
      quiet = setInterval(stillRunning, quietFor);
      process.stdout.write(part);
      file.write(part);
    });
  }
  let ended = '';
  const end = (/** @type {string} */ why) => {
    ended = why;
    signalGroup(child, 'SIGTERM');
    // Time for tests to take down what they started.
    setTimeout(() => signalGroup(child, 'SIGKILL'), 10_000).unref();
  };
  const timer = setTimeout(() => end(`ended after ${limit / 60_000} minutes`), limit);
  const abort = () => end('stopped by you');
  signal.addEventListener('abort', abort, { once: true });
  try {
    const closed = once(child, 'close');
    const [code, byWhat] = await once(child, 'exit');
    // A process that a test left behind may hold the pipes open for ever.
    await Promise.race([closed, pause(1000, undefined, { ref: false })]);
    return ended || (code ?? byWhat);
  } finally {
    clearTimeout(timer);
    clearInterval(quiet);
    signal.removeEventListener('abort', abort);
    file.end();
  }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function signalGroup(child, signal) {
  if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
    sendSignal(-child.pid, signal);
}
