import {
  decodeClientMessage,
  encodeServerMessage,
  type ClientMessage,
  type Opened,
  type ServerMessage,
} from '#libs/protocol';
import type { OpenSocket, SocketListener } from './editing-socket.js';

/** The server's end of one socket, for tests: what arrived, and ways to answer. */
export class ServerEnd {
  readonly received: ClientMessage[] = [];
  closedWith: number | undefined;

  constructor(private readonly listener: SocketListener) {}

  accept(): void {
    this.listener.opened();
  }

  say(...messages: ServerMessage[]): void {
    for (const message of messages) this.listener.received(encodeServerMessage(message));
  }

  sayBytes(frame: Uint8Array): void {
    this.listener.received(frame);
  }

  close(code: number): void {
    this.listener.closed(code);
  }

  of<T extends ClientMessage['type']>(type: T): Extract<ClientMessage, { type: T }>[] {
    return this.received.filter(
      (message): message is Extract<ClientMessage, { type: T }> => message.type === type,
    );
  }

  /** counters of all received changes, in order, as `author:counter` */
  changes(): string[] {
    return this.of('changes').flatMap(({ changes }) =>
      changes.map(({ clientId, counter }) => `${clientId}:${counter}`),
    );
  }
}

export class ServerInMemory {
  readonly sockets: ServerEnd[] = [];

  readonly openSocket: OpenSocket = (listener) => {
    const end = new ServerEnd(listener);
    this.sockets.push(end);
    return {
      send: (frame) => void end.received.push(decodeClientMessage(frame)),
      close: (code) => void (end.closedWith = code ?? 1000),
    };
  };

  get last(): ServerEnd {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error('nobody has connected');
    return socket;
  }
}

export const openedMessage: Opened = {
  connectionId: 'connection-1',
  sessionToken: 'session-token',
  generation: 1,
  masterUrl: '/cache/files/data/master',
  masterDigest: 'digest',
  documentType: 'word',
  fileType: 'docx',
  title: 'Letter.docx',
  lastSeq: 10,
  canEdit: true,
  user: { id: 'u1', name: 'Ada' },
};
