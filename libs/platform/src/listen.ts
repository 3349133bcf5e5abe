import { createServer, type Server } from 'node:http';
import type { App } from './platform.js';

/** Serves an app's HTTP and WebSocket side on a port; 0 takes a free one. @throws when the port is taken */
export function listen(app: App, host: string, port: number): Promise<Server> {
  const server = createServer((request, response) => app.handleRequest(request, response));
  server.on('upgrade', (request, socket, head) => app.handleUpgrade(request, socket, head));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}
