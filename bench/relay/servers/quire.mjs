import { SignJWT } from 'jose';
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectEditors } from '../load/editor.mjs';
import { Ledger } from '../load/ledger.mjs';
import { nameOf } from '../machine/database.mjs';
import { killProcess, openSocket, startProcess, untilReady } from './server.mjs';

/** @typedef {import('../bench-run.mjs').BenchRun} BenchRun */
/** @typedef {import('../load/editor.mjs').Editor} Editor */

/**
 * Quire as a user starts it: the launcher, the standalone profile, tokens on, the protocol of libs/protocol. Documents
 * are known before the first round (one is really downloaded and converted, the others are copies of it); every run then
 * starts a fresh process on a copy of that database.
 */
export class Quire {
  name = 'quire';
  title = 'Quire';
  acknowledgement = /** @type {const} */ ('durable');
  #template = '';
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #integrator;
  #integratorUrl = '';

  /**
   * @param {BenchRun} run
   * @param {number} documents
   */
  async prepare(run, documents) {
    this.protocol = await import(join(run.root, 'dist', 'libs', 'protocol', 'src', 'index.js'));
    this.#integrator = fork(join(import.meta.dirname, 'integrator-process.mjs'));
    const [port] = await once(this.#integrator, 'message');
    this.#integratorUrl = `http://127.0.0.1:${port}`;
    this.#template = await run.database.create();
    const server = await this.#startOn(run, this.#template);
    const ledger = new Ledger();
    const [editor] = await connectEditors(server, ledger, 0, 1, 1);
    if (ledger.failure) throw ledger.failure;
    editor?.close();
    await run.database.execute(this.#template, COPY_DOCUMENT, [documents - 1]);
    await server.stop();
  }

  /** @param {BenchRun} run */
  async start(run) {
    const database = await run.database.create(nameOf(this.#template));
    const server = await this.#startOn(run, database);
    return {
      ...server,
      stop: async () => {
        await server.stop();
        await run.database.drop(database);
      },
    };
  }

  close() {
    if (this.#integrator?.connected) this.#integrator.disconnect();
  }

  /**
   * @param {BenchRun} run
   * @param {string} database
   */
  async #startOn(run, database) {
    const data = join(run.folder, 'quire');
    const statusFile = join(data, 'run', 'status.json');
    const logFile = run.logFile('quire');
    const env = {
      DATABASE_URL: database,
      QUIRE_DATA_DIR: data,
      QUIRE_NO_INSTALL: '1',
      PORT: '0',
    };
    const launcher = startProcess(process.execPath, ['launcher/start.mjs'], { env, logFile, cwd: run.root });
    const status = () => (existsSync(statusFile) ? JSON.parse(readFileSync(statusFile, 'utf8')) : {});
    await untilReady(launcher, logFile, () => status().pid === launcher.pid && status().state === 'ready');
    const pid = status().parts.standalone.pid;
    const address = status().url.replace(/\/$/, '').replace(/^http/, 'ws');
    const secret = JSON.parse(readFileSync(join(data, 'local.json'), 'utf8')).services.CoAuthoring.secret
      .inbox.string;
    return {
      pid,
      connect: (/** @type {Editor} */ editor) => this.#connect(editor, address, secret),
      // Without a goodbye: an orderly end would begin to save every document of the run.
      stop: async () => {
        launcher.kill('SIGSTOP');
        process.kill(pid, 'SIGKILL');
        await killProcess(launcher);
      },
    };
  }

  /**
   * @param {Editor} editor
   * @param {string} address
   * @param {string} secret
   */
  async #connect(editor, address, secret) {
    const { decodeServerMessage, encodeClientMessage, editingPath, PROTOCOL_VERSION } = this.protocol;
    const clientId = randomBytes(8).toString('hex');
    const key = `document-${editor.document}`;
    const config = await this.#config(key, `user-${editor.member}`, secret);
    let counter = 0;
    /** @type {(error?: Error) => void} */
    let settle = () => undefined;
    const isSynced = new Promise((resolve, reject) => {
      settle = (error) => (error ? reject(error) : resolve(undefined));
    });
    const socket = await openSocket(editor, address + editingPath(key), (frame, socket) => {
      const message = decodeServerMessage(frame);
      switch (message.type) {
        case 'changes':
          editor.received(frame);
          break;
        case 'committed': {
          for (const range of message.stored) {
            if (range.clientId === clientId) editor.acknowledged(range.last - range.first + 1);
          }
          break;
        }
        case 'opened':
          socket.send(encodeClientMessage({ type: 'base-ready', body: { base: sameBase } }));
          break;
        case 'synced':
          settle();
          break;
        case 'refused':
        case 'change-refused':
          editor.ledger.fail(new Error(`${message.type}: ${message.body.message}`));
          settle(editor.ledger.failure);
          break;
      }
    });
    socket.once('close', () => settle(editor.ledger.failure ?? new Error('closed')));
    const send = (/** @type {object} */ message) => socket.send(encodeClientMessage(message));
    editor.deliver = (update) =>
      send({ type: 'changes', changes: [{ clientId, counter: ++counter, update }] });
    send({ type: 'hello', body: { protocol: PROTOCOL_VERSION, clientId, config } });
    await isSynced;
  }

  /**
   * @param {string} key
   * @param {string} user
   * @param {string} secret
   */
  async #config(key, user, secret) {
    const config = {
      document: { key, url: `${this.#integratorUrl}/${key}.docx`, fileType: 'docx', title: `${key}.docx` },
      documentType: 'word',
      editorConfig: { callbackUrl: `${this.#integratorUrl}/callback`, user: { id: user, name: user } },
    };
    const token = await new SignJWT(config)
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(new TextEncoder().encode(secret));
    return { ...config, token };
  }
}

/** Opening a thousand documents one by one measures the converter; these rows are what that would leave behind. */
const COPY_DOCUMENT = `
  INSERT INTO document
  SELECT (jsonb_populate_record(d, jsonb_build_object('key', 'document-' || n, 'token', gen_random_uuid()))).*
  FROM document d CROSS JOIN generate_series(1, $1::int) n WHERE d.key = 'document-0'`;

/** What real clients compute from the master; the relay only compares it. */
const sameBase = { masterDigest: 'benchmark', engineVersion: '0', yjsVersion: '0', seedHash: '0' };
