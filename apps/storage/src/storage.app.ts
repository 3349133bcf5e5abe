import type { App, Platform } from '#libs/platform';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { StorageModule } from './storage.module.js';

/** Builds the storage app; it does not listen. Bodies are not parsed: uploads are streamed. */
export async function createStorage(platform: Platform): Promise<App> {
  const nest = await NestFactory.create<NestExpressApplication>(StorageModule.with(platform), {
    bodyParser: false,
  });
  nest.disable('x-powered-by');
  for (const server of platform.transport.serversFor('storage')) {
    nest.connectMicroservice(server, { inheritAppConfig: true });
  }
  await nest.startAllMicroservices();
  await nest.init();
  const handle = nest.getHttpAdapter().getInstance();
  return {
    nest,
    handleRequest: (request, response) => handle(request, response),
    handleUpgrade: (_request, socket) => socket.destroy(),
  };
}
