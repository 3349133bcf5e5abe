import {
  decodeServerMessage,
  encodeClientMessage,
  MalformedFrame,
  PROTOCOL_VERSION,
  type ClientMessage,
  type Hello,
  type OutgoingChange,
  type Refused,
  type ServerMessage,
} from '#libs/protocol';
import { intoFrames } from './change-frames.js';
import type { BaseIdentity, ConnectionEvents, Link } from './connection-events.js';
import { endingOf, endingOfRefusal, isPassing, type EndReason } from './end-reason.js';
import type { EditingSocket, OpenSocket } from './editing-socket.js';
import { Heartbeat } from './heartbeat.js';
import { OwnChanges } from './own-changes.js';
import { reconnectDelay } from './reconnect-delay.js';
import { UncommittedForeign } from './uncommitted-foreign.js';

const CONNECT_WITHIN = 10_000;
/** How long a loss may last before the user is told. */
const TELL_LOSS_AFTER = 2_000;

export interface ConnectionOptions {
  readonly openSocket: OpenSocket;
  /** random, one per editor instance */
  readonly clientId: string;
  readonly config: Hello['config'];
  readonly events: ConnectionEvents;
  readonly random?: () => number;
}

/**
 * The conversation with the editing service about one document: joins, sends changes and keeps them until they are
 * stored, connects again after every loss, and sends again what the server may have missed.
 */
export class EditingConnection {
  private readonly own: OwnChanges;
  private readonly foreign = new UncommittedForeign();
  private readonly heartbeat = new Heartbeat(
    () => this.send({ type: 'ping' }),
    () => this.lose(),
  );
  private socket: EditingSocket | null = null;
  /** grows with every socket, so that late events of a former one are recognised */
  private era = 0;
  private attempt = 0;
  private isSynced = false;
  private wasOpened = false;
  private ending: EndReason | null = null;
  private hasLeft = false;
  private sessionToken: string | undefined;
  private since: number | undefined;
  private generation: number | undefined;
  private base: BaseIdentity | null = null;
  private tail: OutgoingChange[] = [];
  private refusal: Refused | null = null;
  private link: Link = 'connecting';
  private flushPlanned = false;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private connectTimer: ReturnType<typeof setTimeout> | undefined;
  private lossTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: ConnectionOptions) {
    this.own = new OwnChanges(options.clientId);
  }

  /** Connects; also after `leave`. */
  start(): void {
    this.hasLeft = false;
    this.own.forgetSending();
    this.planLossNotice();
    this.connect();
  }

  /** A change that the user made here. Sent at once when possible, together with the others of the same moment. */
  addLocalUpdate(update: Uint8Array): void {
    this.own.add(update);
    this.options.events.changesMoved();
    if (this.flushPlanned) return;
    this.flushPlanned = true;
    queueMicrotask(() => {
      this.flushPlanned = false;
      this.flush();
    });
  }

  /** The master is loaded and the base document computed. */
  baseReady(base: BaseIdentity): void {
    this.base = base;
    if (this.wasOpened) this.send({ type: 'base-ready', body: { base } });
  }

  sendAwareness(state: Uint8Array): void {
    if (this.isSynced) this.send({ type: 'awareness', state });
  }

  /** The browser says the network is back: no reason to wait any longer. */
  networkIsBack(): void {
    if (this.socket === null && !this.isOver) {
      this.attempt = 0;
      this.connect();
    }
  }

  /** The browser says the network is gone: a socket may take minutes to notice. */
  networkIsGone(): void {
    if (this.socket !== null) this.lose();
  }

  /** The user leaves. What is still unsent goes out first. */
  leave(): void {
    if (this.hasLeft) return;
    this.flush();
    this.send({ type: 'goodbye' });
    this.hasLeft = true;
    this.dropSocket();
    this.clearTimers();
  }

  /** Ends the connection for good, for a reason that the client found itself. */
  end(reason: EndReason): void {
    if (this.isOver) return;
    this.ending = reason;
    this.dropSocket();
    this.clearTimers();
    this.setLink('lost');
    this.options.events.ended(reason);
  }

  get unacknowledged(): number {
    return this.own.unacknowledged;
  }

  get unsent(): number {
    return this.own.unsent;
  }

  /** Highest sequence number up to which the server said that everything is stored. */
  get storedThrough(): number {
    return this.since ?? 0;
  }

  private get isOver(): boolean {
    return this.ending !== null || this.hasLeft;
  }

  private connect(): void {
    clearTimeout(this.retryTimer);
    this.dropSocket();
    const era = this.era;
    const isCurrent = (): boolean => era === this.era;
    this.connectTimer = setTimeout(() => this.lose(), CONNECT_WITHIN);
    this.socket = this.options.openSocket({
      opened: () => isCurrent() && this.greet(),
      received: (frame) => isCurrent() && this.receive(frame),
      closed: (code) => isCurrent() && this.closed(code),
    });
  }

  private greet(): void {
    clearTimeout(this.connectTimer);
    this.refusal = null;
    this.tail = [];
    this.heartbeat.start();
    const { clientId, config } = this.options;
    const body: Hello = { protocol: PROTOCOL_VERSION, clientId, config };
    if (this.sessionToken !== undefined) body.sessionToken = this.sessionToken;
    if (this.since !== undefined) body.since = this.since;
    if (this.generation !== undefined) body.generation = this.generation;
    this.send({ type: 'hello', body });
  }

  private receive(frame: Uint8Array): void {
    this.heartbeat.alive();
    let message: ServerMessage;
    try {
      message = decodeServerMessage(frame);
    } catch (error) {
      if (!(error instanceof MalformedFrame)) throw error;
      this.end({ kind: 'malformed', editorCode: -1, message: error.message });
      return;
    }
    this.handle(message);
  }

  private handle(message: ServerMessage): void {
    const { events } = this.options;
    switch (message.type) {
      case 'opening':
        return events.opening(message.body.step);
      case 'opened':
        return this.wasLetIn(message.body);
      case 'snapshot':
        return events.remoteUpdates([message.update]);
      case 'changes':
        return this.takeChanges(message.changes);
      case 'committed':
        return this.wereStored(message);
      case 'synced':
        return this.caughtUp(message.body.throughSeq);
      case 'participants':
        return events.participants(message.body.participants);
      case 'awareness':
        return events.awareness(message.connectionId, message.state);
      case 'save-state':
        return events.saveState(message.body);
      case 'warning':
        return events.warning(message.body);
      case 'closed-for-editing':
        return events.closedForEditing(message.body);
      case 'change-refused':
        this.own.drop(message.body.counter);
        return events.changeRefused(message.body);
      case 'refused':
        this.refusal = message.body;
        return;
      case 'pong':
        return;
    }
  }

  private wasLetIn(opened: Extract<ServerMessage, { type: 'opened' }>['body']): void {
    this.sessionToken = opened.sessionToken;
    // A sequence number of another generation counts other changes.
    if (opened.generation !== this.generation) this.since = undefined;
    this.generation = opened.generation;
    this.wasOpened = true;
    this.options.events.opened(opened);
    if (this.base && !this.isOver) this.send({ type: 'base-ready', body: { base: this.base } });
  }

  private takeChanges(changes: readonly OutgoingChange[]): void {
    if (!this.isSynced) this.tail.push(...changes);
    this.foreign.remember(changes.filter((change) => change.clientId !== this.options.clientId));
    this.options.events.remoteUpdates(changes.map((change) => change.update));
  }

  private wereStored({ throughSeq, authors }: Extract<ServerMessage, { type: 'committed' }>): void {
    this.sawStored(throughSeq);
    this.foreign.settle(authors);
    const self = authors.find((author) => author.clientId === this.options.clientId);
    if (self) this.own.acknowledge(self.counter);
    this.options.events.changesMoved();
  }

  /** What came before `synced` came from the store: it needs no sending again. */
  private caughtUp(throughSeq: number): void {
    this.sawStored(throughSeq);
    this.foreign.settleExactly(this.tail);
    for (const { clientId, counter } of this.tail)
      if (clientId === this.options.clientId) this.own.drop(counter);
    this.tail = [];
    this.isSynced = true;
    this.attempt = 0;
    clearTimeout(this.lossTimer);
    this.sendChanges(this.foreign.all());
    this.flush();
    this.setLink('online');
    this.options.events.synced();
    this.options.events.changesMoved();
  }

  private sawStored(throughSeq: number): void {
    this.since = Math.max(throughSeq, this.since ?? 0);
  }

  private flush(): void {
    if (!this.isSynced) return;
    this.sendChanges(this.own.takeUnsent());
    this.options.events.changesMoved();
  }

  private sendChanges(changes: readonly OutgoingChange[]): void {
    for (const frame of intoFrames(changes)) this.send({ type: 'changes', changes: frame });
  }

  private send(message: ClientMessage): void {
    this.socket?.send(encodeClientMessage(message));
  }

  private closed(code: number): void {
    const { refusal } = this;
    if (refusal && !(this.since !== undefined && isPassing(refusal)))
      return this.end(endingOfRefusal(refusal));
    const ending = refusal ? null : endingOf(code);
    if (ending) return this.end(ending);
    this.lose();
  }

  /**
   * The connection is gone without a verdict, or the server asks for another one: try again. The first attempt after a
   * working connection is made at once; only a join that succeeds resets the count.
   */
  private lose(): void {
    if (this.isOver) return;
    const wasSynced = this.isSynced;
    this.dropSocket();
    this.own.forgetSending();
    if (wasSynced) {
      this.planLossNotice();
      this.options.events.changesMoved();
    }
    const delay = reconnectDelay(this.attempt, this.options.random);
    this.attempt += 1;
    this.retryTimer = setTimeout(() => this.connect(), delay);
  }

  private dropSocket(): void {
    this.era += 1;
    this.isSynced = false;
    clearTimeout(this.connectTimer);
    this.heartbeat.stop();
    this.socket?.close(1000);
    this.socket = null;
  }

  private planLossNotice(): void {
    clearTimeout(this.lossTimer);
    this.lossTimer = setTimeout(() => this.setLink('lost'), TELL_LOSS_AFTER);
  }

  private setLink(link: Link): void {
    if (link === this.link) return;
    this.link = link;
    this.options.events.link(link);
  }

  private clearTimers(): void {
    clearTimeout(this.retryTimer);
    clearTimeout(this.connectTimer);
    clearTimeout(this.lossTimer);
    this.heartbeat.stop();
  }
}
