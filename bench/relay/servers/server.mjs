import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { onServerProcessor } from '../machine/processors.mjs';

/**
 * @typedef {object} RunningServer
 * @property {number} pid the process whose processor time and memory count
 * @property {(editor: import('../load/editor.mjs').Editor) => Promise<void>} connect resolves when the editor has the document and may type
 * @property {() => Promise<void>} stop ends it at once; nothing it still holds is needed
 */

/**
 * @typedef {object} ServerUnderTest
 * @property {string} name
 * @property {string} title
 * @property {'durable' | 'memory only' | 'none'} acknowledgement what it promises with its acknowledgement
 * @property {(run: import('../bench-run.mjs').BenchRun) => Promise<RunningServer>} start a fresh process with an empty log
 * @property {(run: import('../bench-run.mjs').BenchRun, documents: number) => Promise<void>} [prepare] once, before the first round
 */

const PATIENCE_MS = 120_000;

/**
 * Starts a server process on the server's processor, its output in a file.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ env: NodeJS.ProcessEnv, logFile: string, cwd?: string }} options
 */
export function startProcess(command, args, { env, logFile, cwd }) {
  const log = openSync(logFile, 'a');
  const child = spawn(...onServerProcessor(command, args), {
    env: { ...process.env, ...env },
    stdio: ['ignore', log, log],
    ...(cwd && { cwd }),
  });
  closeSync(log);
  living.add(child);
  child.on('error', () => undefined);
  child.once('exit', () => living.delete(child));
  return child;
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {string} logFile
 * @param {() => Promise<boolean> | boolean} isReady
 */
export async function untilReady(child, logFile, isReady) {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await isReady())) {
    if (child.exitCode !== null || Date.now() > deadline) {
      throw new Error(`the server does not start:\n${readFileSync(logFile, 'utf8').slice(-3000)}`);
    }
    await pause(50);
  }
}

/** @param {string} url */
export async function answers(url) {
  try {
    return (await fetch(url)).ok;
  } catch {
    // not listening yet
    return false;
  }
}

/** @param {import('node:child_process').ChildProcess} child */
export async function killProcess(child) {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** @type {Set<import('node:child_process').ChildProcess>} */
const living = new Set();

/** For an end in the middle of a measurement. Apps of Quire end when their launcher is gone. */
export async function killServers() {
  await Promise.all([...living].map(killProcess));
}

/**
 * A WebSocket whose frames go to `receive`. An end that the generator did not ask for makes the run fail.
 *
 * @param {import('../load/editor.mjs').Editor} editor
 * @param {string} url
 * @param {(frame: Buffer, socket: WebSocket) => void} receive
 */
export async function openSocket(editor, url, receive) {
  const socket = new WebSocket(url, { perMessageDeflate: false, skipUTF8Validation: true });
  let isClosing = false;
  editor.close = () => {
    isClosing = true;
    socket.terminate();
  };
  // the first frame may be here before the caller has the socket
  socket.on('message', (frame) => receive(/** @type {Buffer} */ (frame), socket));
  socket.on('error', (error) => editor.ledger.fail(error));
  socket.on('close', (code, reason) => {
    if (!isClosing) editor.ledger.fail(new Error(`the server closed a connection: ${code} ${reason}`));
  });
  await once(socket, 'open');
  return socket;
}
