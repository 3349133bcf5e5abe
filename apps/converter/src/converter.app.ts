import type { App, Platform } from '#libs/platform';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import express from 'express';
import { ConverterModule } from './converter.module.js';

/** The workers that turn files into files; from here on they take jobs. */
export async function createConverter(platform: Platform): Promise<App> {
  const server = express();
  server.disable('x-powered-by');
  const nest = await NestFactory.create(ConverterModule.with(platform), new ExpressAdapter(server), {
    bodyParser: false,
  });
  for (const transport of platform.transport.serversFor('converter')) {
    nest.connectMicroservice(transport, { inheritAppConfig: true });
  }
  await nest.startAllMicroservices();
  await nest.init();
  return {
    nest,
    handleRequest: (request, response) => server(request, response),
    handleUpgrade: (_request, socket) => socket.destroy(),
  };
}
