import {
  decodeServerMessage,
  encodeClientMessage,
  MalformedFrame,
  PROTOCOL_VERSION,
  type ClientMessage,
  type Hello,
  type Opened,
  type OutgoingChange,
  type Refused,
  type ServerMessage,
} from '#libs/protocol';
import { intoFrames } from './change-frames.js';
import { ChangeLedger } from './change-ledger.js';
import type { BaseIdentity, ConnectionEvents, Link } from './connection-events.js';
import type { OpenSocket } from './editing-socket.js';
import { endingOf, endingOfRefusal, isPassing, type EndReason } from './end-reason.js';
import { ReconnectingSocket } from './reconnecting-socket.js';

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
  private readonly ledger: ChangeLedger;
  private readonly socket: ReconnectingSocket;
  private isSynced = false;
  private wasOpened = false;
  private ending: EndReason | null = null;
  private hasLeft = false;
  private sessionToken: string | undefined;
  private generation: number | undefined;
  private base: BaseIdentity | null = null;
  private refusal: Refused | null = null;
  private link: Link = 'connecting';
  private flushPlanned = false;
  private lossTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: ConnectionOptions) {
    this.ledger = new ChangeLedger(options.clientId);
    this.socket = new ReconnectingSocket(
      options.openSocket,
      {
        opened: () => this.greet(),
        received: (frame) => this.receive(frame),
        closed: (code) => this.closed(code),
      },
      () => this.send({ type: 'ping' }),
      options.random,
    );
  }

  /** Connects; also after `leave`. */
  start(): void {
    this.hasLeft = false;
    this.planLossNotice();
    this.socket.connect();
  }

  /** A change that the user made here. Sent at once when possible, together with the others of the same moment. */
  addLocalUpdate(update: Uint8Array): void {
    this.ledger.addOwn(update);
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
    if (this.isOver || this.socket.isOpen) return;
    this.socket.works();
    this.socket.connect();
  }

  /** The browser says the network is gone: a socket may take minutes to notice. */
  networkIsGone(): void {
    if (this.socket.isOpen) this.socket.lost();
  }

  /** Something is missing here that the server has: connects again and asks for everything. */
  catchUpFromStart(): void {
    if (this.isOver) return;
    this.ledger.forgetPosition();
    this.generation = undefined;
    this.socket.lost();
  }

  /** The user leaves. What is still unsent goes out first. */
  leave(): void {
    if (this.hasLeft) return;
    this.flush();
    this.send({ type: 'goodbye' });
    this.hasLeft = true;
    this.stop();
  }

  /** Ends the connection for good, for a reason that the client found itself. */
  end(reason: EndReason): void {
    if (this.isOver) return;
    this.ending = reason;
    this.stop();
    this.setLink('lost');
    this.options.events.ended(reason);
  }

  get unacknowledged(): number {
    return this.ledger.unacknowledged;
  }

  get unsent(): number {
    return this.ledger.unsent;
  }

  /** Highest sequence number up to which the server said that everything is stored. */
  get storedThrough(): number {
    return this.ledger.since ?? 0;
  }

  private get isOver(): boolean {
    return this.ending !== null || this.hasLeft;
  }

  private greet(): void {
    this.refusal = null;
    const { clientId, config } = this.options;
    const body: Hello = { protocol: PROTOCOL_VERSION, clientId, config };
    if (this.sessionToken !== undefined) body.sessionToken = this.sessionToken;
    if (this.ledger.since !== undefined) body.since = this.ledger.since;
    if (this.generation !== undefined) body.generation = this.generation;
    this.send({ type: 'hello', body });
  }

  private receive(frame: Uint8Array): void {
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
        this.ledger.received(message.changes);
        return events.remoteUpdates(message.changes.map((change) => change.update));
      case 'committed':
        this.ledger.committed(message.throughSeq, message.stored);
        return events.changesMoved();
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
        this.ledger.refused(message.body.counter);
        return events.changeRefused(message.body);
      case 'refused':
        this.refusal = message.body;
        return;
      case 'pong':
        return;
    }
  }

  private wasLetIn(opened: Opened): void {
    this.sessionToken = opened.sessionToken;
    // A sequence number of another generation counts other changes.
    if (opened.generation !== this.generation) this.ledger.forgetPosition();
    this.generation = opened.generation;
    this.wasOpened = true;
    this.options.events.opened(opened);
    if (this.base && !this.isOver) this.send({ type: 'base-ready', body: { base: this.base } });
  }

  private caughtUp(throughSeq: number): void {
    this.ledger.caughtUp(throughSeq);
    this.isSynced = true;
    this.socket.works();
    clearTimeout(this.lossTimer);
    this.sendChanges(this.ledger.uncommittedForeign());
    this.flush();
    this.setLink('online');
    this.options.events.synced();
    this.options.events.changesMoved();
  }

  private flush(): void {
    if (!this.isSynced) return;
    this.sendChanges(this.ledger.takeUnsent());
    this.options.events.changesMoved();
  }

  private sendChanges(changes: readonly OutgoingChange[]): void {
    for (const frame of intoFrames(changes)) this.send({ type: 'changes', changes: frame });
  }

  private send(message: ClientMessage): void {
    this.socket.send(encodeClientMessage(message));
  }

  private closed(code: number): void {
    const wasSynced = this.isSynced;
    this.disconnected();
    if (this.isOver) return;
    const ending = this.endingOfClose(code);
    if (ending) return this.end(ending);
    if (wasSynced) this.planLossNotice();
    this.options.events.changesMoved();
    this.socket.retry();
  }

  private endingOfClose(code: number): EndReason | null {
    const { refusal } = this;
    if (!refusal) return endingOf(code);
    // Somebody who was already in sits a passing trouble of the server out.
    return this.wasOpened && isPassing(refusal) ? null : endingOfRefusal(refusal);
  }

  private disconnected(): void {
    this.isSynced = false;
    this.ledger.disconnected();
  }

  private stop(): void {
    this.socket.close();
    this.disconnected();
    clearTimeout(this.lossTimer);
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
}
