import type { EditingSocket, OpenSocket } from './editing-socket.js';
import { Heartbeat } from './heartbeat.js';
import { reconnectDelay } from './reconnect-delay.js';

const CONNECT_WITHIN = 10_000;
/** Close code of a connection that broke without a word. */
const BROKEN = 1006;

export interface ReconnectingSocketEvents {
  opened(): void;
  received(frame: Uint8Array): void;
  /** The connection is gone; the owner answers with `retry`, or with nothing when it is over. */
  closed(code: number): void;
}

/** One connection after another to the same address: attempts with growing pauses, and a heartbeat. */
export class ReconnectingSocket {
  private socket: EditingSocket | null = null;
  /** grows with every socket, so that late events of a former one are recognised */
  private era = 0;
  private attempt = 0;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private connectTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly heartbeat: Heartbeat;

  constructor(
    private readonly openSocket: OpenSocket,
    private readonly events: ReconnectingSocketEvents,
    ping: () => void,
    private readonly random?: () => number,
  ) {
    this.heartbeat = new Heartbeat(ping, () => this.lost());
  }

  get isOpen(): boolean {
    return this.socket !== null;
  }

  connect(): void {
    this.close();
    const era = this.era;
    const isCurrent = (): boolean => era === this.era;
    this.connectTimer = setTimeout(() => this.lost(), CONNECT_WITHIN);
    this.socket = this.openSocket({
      opened: () => isCurrent() && this.wasOpened(),
      received: (frame) => {
        if (!isCurrent()) return;
        this.heartbeat.alive();
        this.events.received(frame);
      },
      closed: (code) => {
        if (!isCurrent()) return;
        this.close();
        this.events.closed(code);
      },
    });
  }

  send(frame: Uint8Array): void {
    this.socket?.send(frame);
  }

  /** Connects again: at once after a connection that worked, then with growing pauses. */
  retry(): void {
    this.retryTimer = setTimeout(() => this.connect(), reconnectDelay(this.attempt, this.random));
    this.attempt += 1;
  }

  /** The connection has proved itself: the next loss is a new one. */
  works(): void {
    this.attempt = 0;
  }

  /** Treats the connection as broken, whatever the browser believes. */
  lost(): void {
    this.close();
    this.events.closed(BROKEN);
  }

  /** Closes without an event. */
  close(): void {
    this.era += 1;
    clearTimeout(this.retryTimer);
    clearTimeout(this.connectTimer);
    this.heartbeat.stop();
    this.socket?.close(1000);
    this.socket = null;
  }

  private wasOpened(): void {
    clearTimeout(this.connectTimer);
    this.heartbeat.start();
    this.events.opened();
  }
}
