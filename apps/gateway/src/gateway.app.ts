import type { App, Platform } from '#libs/platform';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import express from 'express';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { builtPages, servePages } from './editor-page/built-pages.js';
import { GatewayModule } from './gateway.module.js';
import { setSecurityHeaders } from './security-headers.js';
import { createRouting } from './upstreams/routing.js';
import type { Upstreams } from './upstreams/upstreams.module.js';

export interface GatewayOptions {
  /** folder with the built pages; default: `dist/web` of the package */
  readonly pages?: string;
}

/** The edge. Requests for another app are passed on untouched, before anything reads their body. */
export async function createGateway(
  platform: Platform,
  upstreams: Upstreams,
  options: GatewayOptions = {},
): Promise<App> {
  const server = express();
  server.disable('x-powered-by');
  const nest = await NestFactory.create(GatewayModule.with(platform, upstreams), new ExpressAdapter(server), {
    bodyParser: false,
  });
  const { library } = platform.config.quire;
  server.use(servePages(options.pages ?? builtPages(), { isLibraryShown: library.enabled }));
  await nest.init();

  const routing = createRouting(upstreams, platform.config);
  return {
    nest,
    handleRequest(request: IncomingMessage, response: ServerResponse): void {
      setSecurityHeaders(response);
      const upstream = routing.requestTarget(request);
      if (upstream) upstream.handleRequest(request, response);
      else server(request, response);
    },
    handleUpgrade: (request, socket, head) => routing.handleUpgrade(request, socket, head),
  };
}
