import type { Upstream } from '#libs/platform';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { Writable } from 'node:stream';

/** Sends a GET to an app, over HTTP or in the same process, and gives the status of its answer. */
export async function askUpstream(upstream: Upstream, path: string, waitMs: number): Promise<number> {
  // Never connected: the request only carries what the app reads from it.
  const socket = new Socket();
  const request = new IncomingMessage(socket);
  Object.assign(request, { method: 'GET', url: path, headers: { host: 'localhost' }, httpVersion: '1.1' });
  request.push(null);
  request.complete = true;
  const response = new ServerResponse(request);
  const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
  response.assignSocket(Object.assign(socket, { write: sink.write.bind(sink), end: sink.end.bind(sink) }));
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<number>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer in ${waitMs} ms`)), waitMs);
      response.once('finish', () => resolve(response.statusCode));
      response.once('close', () => reject(new Error('the answer broke off')));
      upstream.handleRequest(request, response);
    });
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}
