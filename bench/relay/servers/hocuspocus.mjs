import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { freePorts } from '../../../launcher/ports.mjs';
import { answers, killProcess, openSocket, startProcess, untilReady } from './server.mjs';

const require = createRequire(import.meta.url);
const MESSAGE = { sync: 0, authentication: 2, syncReply: 4, syncStatus: 8 };
const TOKEN = 0;
const STEP_1 = 0;
const STEP_2 = 1;
const UPDATE = 2;
const EMPTY_STATE = new Uint8Array([0]);
const EMPTY_UPDATE = new Uint8Array([0, 0]);

/**
 * Hocuspocus with its database extension on the same PostgreSQL. It needs Node 22, which an npm package brings. Its
 * acknowledgement (`SyncStatus`) says that the change was applied to the document in memory.
 */
export const hocuspocus = {
  name: 'hocuspocus',
  title: 'Hocuspocus + PostgreSQL',
  acknowledgement: /** @type {const} */ ('memory only'),

  /** @param {import('../bench-run.mjs').BenchRun} run */
  async start(run) {
    const [port = 0] = await freePorts(1);
    const database = await run.database.create();
    const logFile = run.logFile('hocuspocus');
    const program = join(import.meta.dirname, 'hocuspocus-process.mjs');
    const env = { PORT: String(port), DATABASE_URL: database };
    const child = startProcess(node22(), [program], { env, logFile });
    await untilReady(child, logFile, () => answers(`http://127.0.0.1:${port}`));
    return {
      pid: child.pid ?? 0,
      connect: (/** @type {import('../load/editor.mjs').Editor} */ editor) => connect(editor, port),
      stop: async () => {
        await killProcess(child);
        await run.database.drop(database);
      },
    };
  },
};

function node22() {
  if (Number(process.versions.node.split('.')[0]) >= 22) return process.execPath;
  const package_ = `node-linux-${process.arch}`;
  const binary = join(dirname(require.resolve(`${package_}/package.json`)), 'bin', 'node');
  if (!existsSync(binary)) throw new Error(`Hocuspocus needs Node 22, but ${package_} holds no ${binary}`);
  return binary;
}

/**
 * @param {import('../load/editor.mjs').Editor} editor
 * @param {number} port
 */
async function connect(editor, port) {
  const name = `document-${editor.document}`;
  /** @type {() => void} */
  let synced = () => undefined;
  const isSynced = new Promise((resolve) => (synced = () => resolve(undefined)));
  const socket = await openSocket(editor, `ws://127.0.0.1:${port}/`, (frame, socket) => {
    const decoder = decoding.createDecoder(frame);
    decoding.readVarString(decoder);
    const type = decoding.readVarUint(decoder);
    if (type === MESSAGE.syncStatus) {
      if (decoding.readVarUint(decoder) === 1) editor.acknowledged(1);
      else editor.ledger.fail(new Error('Hocuspocus refused a change'));
    }
    if (type !== MESSAGE.sync && type !== MESSAGE.syncReply) return;
    const step = decoding.readVarUint(decoder);
    if (step === STEP_1) socket.send(frameOf(name, MESSAGE.sync, STEP_2, EMPTY_UPDATE));
    else if (step === STEP_2) synced();
    else editor.received(frame);
  });
  editor.deliver = (update) => socket.send(frameOf(name, MESSAGE.sync, UPDATE, update));
  socket.send(frameOf(name, MESSAGE.authentication, TOKEN, 'no token'));
  socket.send(frameOf(name, MESSAGE.sync, STEP_1, EMPTY_STATE));
  await isSynced;
}

/**
 * @param {string} document
 * @param {number} type
 * @param {number} step
 * @param {string | Uint8Array} body
 */
function frameOf(document, type, step, body) {
  const encoder = encoding.createEncoder();
  encoding.writeVarString(encoder, document);
  encoding.writeVarUint(encoder, type);
  encoding.writeVarUint(encoder, step);
  if (typeof body === 'string') encoding.writeVarString(encoder, body);
  else encoding.writeVarUint8Array(encoder, body);
  return encoding.toUint8Array(encoder);
}
