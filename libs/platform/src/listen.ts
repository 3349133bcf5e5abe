import { createServer, type Server } from 'node:http';
import type { App } from './platform.js';

/** Node's five minutes would cut a large upload over a slow line; the headers still have to come within a minute. */
const SLOWEST_REQUEST_MS = 60 * 60 * 1000;

/** Serves an app's HTTP and WebSocket side on a port; 0 takes a free one. @throws when the port is taken */
export function listen(app: App, host: string, port: number): Promise<Server> {
  const server = createServer((request, response) => app.handleRequest(request, response));
  server.requestTimeout = SLOWEST_REQUEST_MS;
  server.on('upgrade', (request, socket, head) => app.handleUpgrade(request, socket, head));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}
