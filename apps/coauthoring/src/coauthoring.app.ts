import type { App, Platform } from '#libs/platform';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { RequestListener } from 'node:http';
import { CoauthoringModule } from './coauthoring.module.js';
import { SocketServer } from './session/socket-server.js';

/** Editing sessions, the state machine of document keys, the callback outbox. Not listening yet. */
export async function createCoauthoring(platform: Platform): Promise<App> {
  const nest = await NestFactory.create<NestExpressApplication>(CoauthoringModule.with(platform), {
    abortOnError: false,
  });
  for (const server of platform.transport.serversFor('coauthoring')) {
    nest.connectMicroservice(server, { inheritAppConfig: true });
  }
  await nest.startAllMicroservices();
  await nest.init();
  const sockets = nest.get(SocketServer);
  const handle = nest.getHttpAdapter().getInstance() as RequestListener;
  return {
    nest,
    handleRequest: (request, response) => handle(request, response),
    handleUpgrade: (request, socket, head) => sockets.handleUpgrade(request, socket, head),
  };
}
