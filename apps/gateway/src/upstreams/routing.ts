import type { Config } from '#libs/config';
import type { Upstream } from '#libs/platform';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Upstreams } from './upstreams.module.js';

export interface Routing {
  /** the app that answers a request instead of us */
  requestTarget(request: IncomingMessage): Upstream | undefined;
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** Which address belongs to which app. */
export function createRouting(upstreams: Upstreams, config: Config): Routing {
  const isLibraryOn = config.quire.library.enabled;
  const editingPath = config.services.CoAuthoring.socketio.connection.path;

  return {
    requestTarget(request) {
      return isLibraryOn && isBelow(pathOf(request), '/api/library') ? upstreams.storage : undefined;
    },
    handleUpgrade(request, socket, head) {
      if (pathOf(request).startsWith(editingPath)) upstreams.coauthoring.handleUpgrade(request, socket, head);
      else socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    },
  };
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
