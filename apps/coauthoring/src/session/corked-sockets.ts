import type { Duplex } from 'node:stream';

let corked: Duplex[] = [];

/** All frames that a socket gets in one turn of the event loop leave in one write; one callback serves all sockets. */
export function corkForThisTurn(socket: Duplex): void {
  if (socket.writableCorked > 0) return;
  if (corked.length === 0) setImmediate(uncorkAll);
  socket.cork();
  corked.push(socket);
}

function uncorkAll(): void {
  const sockets = corked;
  corked = [];
  for (const socket of sockets) socket.uncork();
}
