import type { Config } from '#libs/config';
import { DomainError } from '#libs/errors';
import { publicAddressOf } from '#libs/http';
import type { Upstream } from '#libs/platform';
import { Logger } from '@nestjs/common';
import { createProxyServer } from 'httpxy';
import { ServerResponse, type IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Upstreams } from './upstreams.module.js';

/** Longest silence of an app that was asked; streams of events send something more often than that. */
const SILENCE_MS = 120_000;
const UPGRADE_MS = 15_000;

/** The other apps as processes of their own, reached over HTTP. */
export function proxyUpstreams(config: Config): Upstreams {
  const { coauthoring, storage } = config.quire.services;
  return {
    coauthoring: proxyTo('coauthoring', coauthoring.url),
    storage: proxyTo('storage', storage.url),
  };
}

export function proxyTo(app: string, url: string): Upstream {
  const logger = new Logger(`proxy to ${app}`);
  const proxy = createProxyServer({
    target: url,
    // A kept connection may be closed by the other side just when an upload begins; that could not be repeated.
    agent: false,
    proxyTimeout: SILENCE_MS,
    upgradeTimeout: UPGRADE_MS,
  });
  // without this the app sees an upload only when its first bytes arrive, too late to refuse it by its length
  proxy.on('proxyReq', (request) => request.flushHeaders());
  proxy.on('error', (error, _request, answer) => {
    logger.warn(`${app} did not answer: ${error.message}`);
    if (answer instanceof ServerResponse) refuse(answer, app);
    else answer?.destroy();
  });
  const report = (error: unknown) => logger.warn(`${app} did not answer: ${String(error)}`);

  return {
    handleRequest(request, response) {
      tellAddress(request);
      proxy.web(request, response).catch(report);
    },
    handleUpgrade(request, socket, head) {
      tellAddress(request);
      if (isNetSocket(socket)) proxy.ws(request, socket, {}, head).catch(report);
      else socket.destroy();
    },
  };
}

/** The app behind builds links from these; what a client sent is replaced by what we understood. */
function tellAddress(request: IncomingMessage): void {
  const { protocol, host, prefix } = publicAddressOf(request);
  const { headers, socket } = request;
  const earlier = headers['x-forwarded-for'];
  const peer = socket.remoteAddress ?? 'unknown';
  headers['x-forwarded-for'] = earlier === undefined ? peer : `${String(earlier)}, ${peer}`;
  headers['x-forwarded-proto'] = protocol;
  headers['x-forwarded-host'] = host;
  if (prefix === '') delete headers['x-forwarded-prefix'];
  else headers['x-forwarded-prefix'] = prefix;
}

function refuse(response: ServerResponse, app: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const error = new DomainError(
    'storage-unavailable',
    `The ${app} service does not answer right now. It restarts by itself; try again in a moment.`,
  );
  response.writeHead(502, { 'Content-Type': 'application/json; charset=utf-8', 'Retry-After': '2' });
  response.end(JSON.stringify({ error: error.toJSON() }));
}

function isNetSocket(socket: Duplex): socket is Socket {
  return socket instanceof Socket;
}
