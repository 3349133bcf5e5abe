import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { freePorts } from '../../../launcher/ports.mjs';
import { answers, killProcess, openSocket, startProcess, untilReady } from './server.mjs';

const require = createRequire(import.meta.url);
const SYNC = 0;
const STEP_1 = 0;
const STEP_2 = 1;
const UPDATE = 2;
/** the encoding of a Yjs document without content */
const EMPTY_STATE = new Uint8Array([0]);
const EMPTY_UPDATE = new Uint8Array([0, 0]);

/** `@y/websocket-server` as it comes: documents in memory, nothing is stored, no acknowledgement exists. */
export const yWebsocket = {
  name: 'y-websocket',
  title: 'y-websocket',
  acknowledgement: /** @type {const} */ ('none'),

  /** @param {import('../bench-run.mjs').BenchRun} run */
  async start(run) {
    const [port = 0] = await freePorts(1);
    const logFile = run.logFile('y-websocket');
    const program = join(dirname(require.resolve('@y/websocket-server/package.json')), 'src', 'server.js');
    const env = { HOST: '127.0.0.1', PORT: String(port), YPERSISTENCE: undefined };
    const child = startProcess(process.execPath, [program], { env, logFile });
    await untilReady(child, logFile, () => answers(`http://127.0.0.1:${port}`));
    return {
      pid: child.pid ?? 0,
      connect: (/** @type {import('../load/editor.mjs').Editor} */ editor) => connect(editor, port),
      stop: () => killProcess(child),
    };
  },
};

/**
 * @param {import('../load/editor.mjs').Editor} editor
 * @param {number} port
 */
async function connect(editor, port) {
  /** @type {() => void} */
  let synced = () => undefined;
  const isSynced = new Promise((resolve) => (synced = () => resolve(undefined)));
  const socket = await openSocket(
    editor,
    `ws://127.0.0.1:${port}/document-${editor.document}`,
    (frame, socket) => {
      const decoder = decoding.createDecoder(frame);
      if (decoding.readVarUint(decoder) !== SYNC) return;
      const step = decoding.readVarUint(decoder);
      if (step === STEP_1) socket.send(syncFrame(STEP_2, EMPTY_UPDATE));
      else if (step === STEP_2) synced();
      else editor.received(frame);
    },
  );
  editor.deliver = (update) => socket.send(syncFrame(UPDATE, update));
  socket.send(syncFrame(STEP_1, EMPTY_STATE));
  await isSynced;
}

/**
 * @param {number} step
 * @param {Uint8Array} body
 */
function syncFrame(step, body) {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, SYNC);
  encoding.writeVarUint(encoder, step);
  encoding.writeVarUint8Array(encoder, body);
  return encoding.toUint8Array(encoder);
}
