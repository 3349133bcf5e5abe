import { encodeServerMessage, type Opened, type ServerMessage } from '#libs/protocol';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { corkForThisTurn } from './corked-sockets.js';
import { sendLateFramesSoon } from './late-frames.js';

export type ConnectionPhase = 'waiting' | 'catching-up' | 'live' | 'gone';

/** Above this a slow reader no longer gets cursors; they are worthless when late. */
const AWARENESS_BUFFER_LIMIT = 1024 * 1024;

/** One WebSocket of one editor window. Holds no timers; keeps little, because thousands may be idle. */
export class EditorConnection {
  phase: ConnectionPhase = 'waiting';
  canEdit = false;
  index = 0;
  clientId = '';
  userId = '';
  userName = '';
  generation = 0;
  lastHeardAt = Date.now();
  /** last cursor of this participant, for those who join later */
  awareness: Uint8Array | undefined;
  /** what the client already has, when it comes back */
  since: { generation: number; seq: number } | undefined;
  readOnlyReason: Opened['readOnlyReason'];
  /** frames that arrived while this connection was catching up */
  private held: Uint8Array[] = [];
  private heldBytes = 0;
  /** live frames that leave with the next one */
  private late: Uint8Array[] | undefined;

  constructor(
    readonly id: string,
    readonly documentKey: string,
    private readonly webSocket: WebSocket,
    private readonly tcp: Duplex,
    private readonly limits: { maxBuffered: number; onTooSlow: (connection: EditorConnection) => void },
  ) {}

  send(message: ServerMessage): void {
    this.sendFrame(encodeServerMessage(message));
  }

  /** Resolves when the socket has taken the frame, so that a long answer goes at the pace of its reader. */
  sendPaced(message: ServerMessage): Promise<void> {
    return new Promise((resolve) => this.sendFrame(encodeServerMessage(message), () => resolve()));
  }

  /** A frame of the live stream; waits while the connection is catching up. */
  sendLive(frame: Uint8Array): void {
    if (this.phase === 'catching-up') this.hold(frame);
    else if (this.phase === 'live') {
      this.sendLate();
      this.sendFrame(frame);
    }
  }

  /** A live frame that nobody waits for: it leaves with the next one, or a moment later. */
  sendLiveSoon(frame: Uint8Array): void {
    if (this.phase !== 'live') {
      this.sendLive(frame);
      return;
    }
    if (this.late) this.late.push(frame);
    else this.late = [frame];
    sendLateFramesSoon(this);
  }

  private hold(frame: Uint8Array): void {
    this.held.push(frame);
    this.heldBytes += frame.byteLength;
    if (this.heldBytes > this.limits.maxBuffered) this.limits.onTooSlow(this);
  }

  /** What waits for the next live frame leaves now. */
  sendLate(): void {
    const late = this.late;
    if (!late) return;
    this.late = undefined;
    for (const frame of late) this.sendFrame(frame);
  }

  sendAwareness(frame: Uint8Array): void {
    if (this.phase === 'live' && this.webSocket.bufferedAmount < AWARENESS_BUFFER_LIMIT)
      this.sendFrame(frame);
  }

  /** Ends catching up: what was held back follows now. */
  becomeLive(): void {
    this.phase = 'live';
    const held = this.held;
    this.held = [];
    for (const frame of held) this.sendFrame(frame);
  }

  close(code: number, reason: string): void {
    this.webSocket.close(code, reason.slice(0, 120));
  }

  /** For a peer that does not answer any more. */
  terminate(): void {
    this.webSocket.terminate();
  }

  pauseReading(): void {
    this.webSocket.pause();
  }

  resumeReading(): void {
    this.webSocket.resume();
  }

  /** All frames of one event-loop turn leave in one write. */
  private sendFrame(frame: Uint8Array, onTaken?: () => void): void {
    const isOpen = this.webSocket.readyState === 1;
    const isTooSlow = isOpen && this.webSocket.bufferedAmount > this.limits.maxBuffered;
    if (isTooSlow) this.limits.onTooSlow(this);
    if (!isOpen || isTooSlow) {
      onTaken?.();
      return;
    }
    corkForThisTurn(this.tcp);
    this.webSocket.send(frame, { binary: true }, onTaken);
  }
}
