import { createHeadlessReplica, type HeadlessReplica } from '#libs/document-model';
import {
  decodeServerMessage,
  editingPath,
  isInRanges,
  encodeClientMessage,
  PROTOCOL_VERSION,
  type ClientMessage,
  type Opened,
  type OutgoingChange,
  type Participant,
  type SaveState,
  type ServerMessage,
} from '#libs/protocol';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { vi } from 'vitest';
import { WebSocket } from 'ws';
import { typeInto } from './typing.js';

type Refusal = { code: string; editorCode: number; message: string };

/** A participant without a browser: the real protocol, the real document model. */
export class EditorClient {
  readonly clientId = randomBytes(8).toString('hex');
  opened: Opened | undefined;
  refusal: Refusal | undefined;
  closeCode: number | undefined;
  isSynced = false;
  throughSeq = 0;
  participants: readonly Participant[] = [];
  readonly saveStates: SaveState[] = [];
  readonly refusedChanges: { counter: number; code: string; message: string }[] = [];
  readonly awareness: string[] = [];
  replica: HeadlessReplica | undefined;
  private counter = 0;
  private unacknowledged: OutgoingChange[] = [];
  private early: Uint8Array[] = [];
  private socket: WebSocket | undefined;

  constructor(
    private readonly productUrl: string,
    private readonly documentKey: string,
    private readonly config: Record<string, unknown>,
  ) {}

  /** Connects and waits until the document is there. */
  static async open(
    productUrl: string,
    documentKey: string,
    config: Record<string, unknown>,
  ): Promise<EditorClient> {
    const client = new EditorClient(productUrl, documentKey, config);
    await client.connect();
    await client.untilSynced();
    return client;
  }

  /** Connects; returns as soon as the hello is sent. Also used to come back after `disconnect`. */
  async connect(): Promise<void> {
    const socket = new WebSocket(this.productUrl.replace(/^http/, 'ws') + editingPath(this.documentKey));
    this.socket = socket;
    this.isSynced = false;
    this.closeCode = undefined;
    socket.on('message', (data) => this.receive(decodeServerMessage(data as Buffer)));
    socket.on('close', (code) => {
      this.closeCode = code;
    });
    await once(socket, 'open');
    const since = this.opened
      ? { since: this.throughSeq, generation: this.opened.generation, sessionToken: this.opened.sessionToken }
      : {};
    this.send({
      type: 'hello',
      body: { protocol: PROTOCOL_VERSION, clientId: this.clientId, config: this.config, ...since },
    });
  }

  async untilSynced(): Promise<void> {
    await vi.waitFor(
      () => {
        if (this.refusal) throw new Error(`refused: ${this.refusal.code}: ${this.refusal.message}`);
        if (!this.isSynced || !this.replica) throw new Error(`not synced (close code ${this.closeCode})`);
      },
      { timeout: 30_000, interval: 20 },
    );
  }

  get session(): HeadlessReplica['session'] {
    if (!this.replica) throw new Error('the document is not loaded');
    return this.replica.session;
  }

  /** Types into a paragraph (0 is the first one of the body). */
  type(text: string, paragraph = 0, offset = 0): void {
    if (!this.replica) throw new Error('the document is not loaded');
    typeInto(this.replica, text, paragraph, offset);
  }

  text(): string {
    return this.session.plainText();
  }

  /** Waits until everything typed is acknowledged as stored. */
  async untilStored(): Promise<void> {
    await vi.waitFor(
      () => {
        const open = this.unacknowledged.length;
        if (open > 0) throw new Error(`${open} of ${this.counter} changes are not stored`);
      },
      { timeout: 20_000, interval: 10 },
    );
  }

  send(message: ClientMessage): void {
    this.socket?.send(encodeClientMessage(message));
  }

  sendRaw(bytes: Uint8Array): void {
    this.socket?.send(bytes);
  }

  /** Closes the window. */
  async close(): Promise<void> {
    if (this.socket?.readyState === WebSocket.OPEN) this.send({ type: 'goodbye' });
    await this.gone();
  }

  /** The network is gone: no goodbye. */
  async disconnect(): Promise<void> {
    this.socket?.terminate();
    await this.gone();
  }

  async gone(): Promise<void> {
    if (this.socket && this.socket.readyState !== WebSocket.CLOSED) await once(this.socket, 'close');
  }

  private receive(message: ServerMessage): void {
    switch (message.type) {
      case 'opened':
        this.opened = message.body;
        if (!this.replica) void this.load(message.body);
        break;
      case 'changes':
        this.take(message.changes.map((change) => change.update));
        break;
      case 'snapshot':
        this.take([message.update]);
        break;
      case 'synced':
        this.isSynced = true;
        this.throughSeq = Math.max(this.throughSeq, message.body.throughSeq);
        if (this.unacknowledged.length > 0) this.send({ type: 'changes', changes: this.unacknowledged });
        break;
      case 'committed': {
        this.throughSeq = message.throughSeq;
        this.unacknowledged = this.unacknowledged.filter((change) => !isInRanges(message.stored, change));
        break;
      }
      case 'participants':
        this.participants = message.body.participants;
        break;
      case 'refused':
        this.refusal = message.body;
        break;
      case 'change-refused':
        this.refusedChanges.push(message.body);
        break;
      case 'save-state':
        this.saveStates.push(message.body);
        break;
      case 'awareness':
        this.awareness.push(message.connectionId);
        break;
      default:
        break;
    }
  }

  private async load(opened: Opened): Promise<void> {
    const response = await fetch(this.productUrl + opened.masterUrl);
    if (!response.ok) throw new Error(`the master answered ${response.status}`);
    const master = new Uint8Array(await response.arrayBuffer());
    const replica = createHeadlessReplica(master, {
      identity: { actorId: this.clientId, name: opened.user.name },
    });
    replica.session.onLocalUpdate((update) => {
      const change = { clientId: this.clientId, counter: ++this.counter, update };
      this.unacknowledged.push(change);
      this.send({ type: 'changes', changes: [change] });
    });
    if (this.early.length > 0) replica.session.applyRemote(this.early);
    this.early = [];
    this.replica = replica;
    this.send({ type: 'base-ready', body: { base: replica.session.base } });
  }

  private take(updates: readonly Uint8Array[]): void {
    if (this.replica) this.replica.session.applyRemote(updates);
    else this.early.push(...updates);
  }
}
