/** What the connection needs of a WebSocket. Tests use one in memory. */
export interface EditingSocket {
  send(frame: Uint8Array): void;
  close(code?: number): void;
}

export interface SocketListener {
  opened(): void;
  received(frame: Uint8Array): void;
  closed(code: number): void;
}

export type OpenSocket = (listener: SocketListener) => EditingSocket;

/** A real WebSocket to one address. */
export function browserSocket(address: string): OpenSocket {
  return (listener) => {
    const socket = new WebSocket(address);
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => listener.opened());
    socket.addEventListener('close', (event) => listener.closed(event.code));
    socket.addEventListener('message', ({ data }) => {
      if (data instanceof ArrayBuffer) listener.received(new Uint8Array(data));
    });
    return {
      send: (frame) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(new Uint8Array(frame));
      },
      close: (code) => socket.close(code),
    };
  };
}
