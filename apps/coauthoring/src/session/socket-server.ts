import type { Config } from '#libs/config';
import { errors, toDomainError } from '#libs/errors';
import { baseUrlOf } from '#libs/http';
import { inContext } from '#libs/observability';
import { CONFIG } from '#libs/platform';
import {
  CLOSE_CODES,
  MalformedFrame,
  decodeClientMessage,
  encodeServerMessage,
  isDocumentKey,
  type ClientMessage,
} from '#libs/protocol';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { ChangeReceiver } from '../changes/change-receiver.js';
import { EditorConnection } from './editor-connection.js';
import { JoinService } from './join.service.js';
import { LeaveService } from './leave.service.js';
import { PresenceService } from './presence.service.js';

/** One change cannot be split; a pasted picture must fit. */
const MAX_FRAME_BYTES = 32 * 1024 * 1024;

/** Takes WebSocket connections below `/doc/`, reads their frames and hands them on. */
@Injectable()
export class SocketServer implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(SocketServer.name);
  private readonly server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    skipUTF8Validation: true,
    maxPayload: MAX_FRAME_BYTES,
    clientTracking: false,
  });
  private readonly connections = new Map<WebSocket, EditorConnection>();
  private heartbeat: NodeJS.Timeout | undefined;
  private isStopping = false;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly joins: JoinService,
    private readonly leaves: LeaveService,
    private readonly receiver: ChangeReceiver,
    private readonly presence: PresenceService,
  ) {}

  onApplicationBootstrap(): void {
    const { pingInterval } = this.config.services.CoAuthoring.socketio.connection;
    this.heartbeat = setInterval(() => this.checkAlive(), pingInterval);
  }

  /** First thing of a stop, while the database is still there: clients move on, their leaving is recorded. */
  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.heartbeat);
    const open = [...this.connections.values()];
    for (const connection of open) connection.close(CLOSE_CODES.moving, 'this server stops, connect again');
    await Promise.all(open.map((connection) => this.leaves.leave(connection)));
    for (const webSocket of this.connections.keys()) webSocket.terminate();
  }

  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const name = documentName(request.url ?? '', this.config.services.CoAuthoring.socketio.connection.path);
    if (name === undefined || this.isStopping) {
      const status = this.isStopping ? '503 Service Unavailable' : '404 Not Found';
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
      return;
    }
    const baseUrl = baseUrlOf(request, this.config);
    this.server.handleUpgrade(request, socket, head, (webSocket) => {
      if (isDocumentKey(name)) this.accept(webSocket, socket, name, baseUrl);
      else refuseKey(webSocket);
    });
  }

  private accept(webSocket: WebSocket, socket: Duplex, documentKey: string, baseUrl: string): void {
    const connection = new EditorConnection(randomUUID(), documentKey, webSocket, socket, {
      maxBuffered: this.config.quire.relay.maxSocketBuffer,
      onTooSlow: (slow) => slow.close(CLOSE_CODES.resync, 'the connection is too slow, connect again'),
    });
    this.connections.set(webSocket, connection);
    webSocket.on('message', (data) => this.receive(connection, data, baseUrl));
    webSocket.on('pong', () => {
      connection.lastHeardAt = Date.now();
    });
    webSocket.on('error', (error) => this.logger.debug(`socket of ${documentKey}: ${error.message}`));
    webSocket.on('close', () => {
      this.connections.delete(webSocket);
      this.run(connection, () => this.leaves.leave(connection));
    });
  }

  private receive(connection: EditorConnection, data: RawData, baseUrl: string): void {
    connection.lastHeardAt = Date.now();
    const frame = data as Buffer;
    let message: ClientMessage;
    try {
      message = decodeClientMessage(frame);
    } catch (error) {
      if (!(error instanceof MalformedFrame)) throw error;
      this.logger.warn({ message: `malformed frame: ${error.message}`, documentKey: connection.documentKey });
      connection.close(CLOSE_CODES.malformed, error.message);
      return;
    }
    switch (message.type) {
      case 'changes':
        this.receiver.receive(connection, message.changes, frame);
        break;
      case 'awareness':
        this.presence.receiveAwareness(connection, message.state);
        break;
      case 'ping':
        connection.send({ type: 'pong' });
        break;
      case 'hello':
        this.run(connection, () => this.joins.join(connection, message.body, baseUrl));
        break;
      case 'base-ready':
        this.run(connection, () => this.joins.checkBase(connection, message.body.base));
        break;
      case 'goodbye':
        connection.close(1000, 'goodbye');
        break;
    }
  }

  /** A failing step is told to the one client; the process lives on. */
  private run(connection: EditorConnection, work: () => Promise<void>): void {
    inContext({ documentKey: connection.documentKey, userId: connection.userId }, work).catch(
      (error: unknown) => {
        const { code, message, translation, cause } = toDomainError(error);
        if (code === 'unknown')
          this.logger.error(message, cause instanceof Error ? cause.stack : String(cause));
        else this.logger.warn({ message, code, documentKey: connection.documentKey });
        connection.send({ type: 'refused', body: { code, editorCode: translation.editor, message } });
        connection.close(closeCodeOf(code), code);
      },
    );
  }

  private checkAlive(): void {
    const { pingInterval, pingTimeout } = this.config.services.CoAuthoring.socketio.connection;
    const deadline = Date.now() - pingInterval - pingTimeout;
    for (const [webSocket, connection] of this.connections) {
      if (connection.lastHeardAt < deadline) connection.terminate();
      else webSocket.ping();
    }
  }
}

/** The last path part but one: `…/doc/<name>/ws`. */
function documentName(url: string, path: string): string | undefined {
  const pathname = url.split('?')[0] ?? '';
  const start = pathname.indexOf(path);
  const name = start < 0 ? undefined : /^([^/]+)\/ws$/.exec(pathname.slice(start + path.length))?.[1];
  try {
    return name === undefined ? undefined : decodeURIComponent(name);
  } catch {
    // not valid percent encoding; what it is called shows that it is no key
    return name;
  }
}

function refuseKey(webSocket: WebSocket): void {
  const message = 'The document key is not allowed: only 0-9 a-z A-Z - . _ = and at most 128 characters.';
  const body = { code: 'bad-document-key', editorCode: errors['bad-document-key'].editor, message };
  webSocket.on('error', () => webSocket.terminate());
  webSocket.send(encodeServerMessage({ type: 'refused', body }));
  webSocket.close(CLOSE_CODES.accessDenied, body.code);
}

function closeCodeOf(code: string): number {
  if (code === 'token-expired') return CLOSE_CODES.tokenExpired;
  if (code === 'invalid-token') return CLOSE_CODES.tokenInvalid;
  if (code === 'document-closed') return CLOSE_CODES.documentClosed;
  return CLOSE_CODES.accessDenied;
}
