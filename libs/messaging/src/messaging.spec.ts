import 'reflect-metadata';
import { command, event } from '#libs/contracts';
import { DomainError } from '#libs/errors';
import {
  Controller,
  Get,
  Logger,
  Module,
  NotFoundException,
  Post,
  type INestApplication,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NEVER } from 'rxjs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { InProcessTransport, MessageClient, messageProviders } from './index.js';

Logger.overrideLogger(false);

const anything = z.record(z.string(), z.unknown());
const double = command('sums.double', z.object({ value: z.number() }), z.object({ value: z.number() }));
const echo = command('sums.echo', anything, anything);
const refuse = command('sums.refuse', anything, anything);
const crash = command('sums.crash', anything, anything);
const hang = command('sums.hang', anything, anything);
const badReply = command('sums.bad-reply', anything, z.object({ value: z.number() }));
const unknownVerb = command('sums.unknown', anything, anything);
const unknownApp = command('nobody.answers', anything, anything);
const happened = event('sums.happened', z.object({ what: z.string() }));
const unheard = event('sums.unheard', z.object({}));

const heard: { app: string; payload: { what?: string } }[] = [];

@Controller()
class SumsController {
  @MessagePattern(double.pattern)
  double(@Payload() { value }: { value: number }) {
    return { value: value * 2 };
  }

  @MessagePattern(echo.pattern)
  echo(@Payload() payload: Record<string, unknown>) {
    return payload;
  }

  @MessagePattern(refuse.pattern)
  refuse() {
    throw new DomainError('nothing-to-save', 'There is nothing to save.', {
      cause: new Error('internal detail'),
    });
  }

  @MessagePattern(crash.pattern)
  async crash() {
    return Promise.reject(new Error('internal detail'));
  }

  @MessagePattern(hang.pattern)
  hang() {
    return NEVER;
  }

  @MessagePattern(badReply.pattern)
  badReply() {
    return { value: 'seven' };
  }

  @EventPattern(happened.pattern)
  async happened(@Payload() payload: { what?: string }) {
    heard.push({ app: 'sums', payload });
    payload.what = 'spoilt by the first listener';
  }

  @Get('refused')
  refused() {
    throw new DomainError('too-large', 'That is too large.', { cause: new Error('internal detail') });
  }

  @Get('broken')
  broken() {
    throw new Error('internal detail');
  }

  @Get('absent')
  absent() {
    throw new NotFoundException('No such page.');
  }

  @Post('body')
  body() {
    return 'read';
  }
}

@Controller()
class ListenerController {
  @EventPattern(happened.pattern)
  async happened(@Payload() payload: { what?: string }) {
    heard.push({ app: 'listener', payload });
    throw new Error('a listener that fails is its own problem');
  }
}

@Module({ controllers: [SumsController], providers: messageProviders })
class SumsModule {}

@Module({ controllers: [ListenerController], providers: messageProviders })
class ListenerModule {}

@Module({ providers: messageProviders })
class DeafModule {}

const transport = new InProcessTransport();
const client = new MessageClient(transport);
const apps: INestApplication[] = [];

async function start(name: string, module: new () => object): Promise<INestApplication> {
  const app = await NestFactory.create(module, { logger: false });
  for (const server of transport.serversFor(name))
    app.connectMicroservice(server, { inheritAppConfig: true });
  await app.startAllMicroservices();
  await app.init();
  apps.push(app);
  return app;
}

let server: Server;

beforeAll(async () => {
  const app = await start('sums', SumsModule);
  await start('listener', ListenerModule);
  await start('deaf', DeafModule);
  server = createServer(app.getHttpAdapter().getInstance() as RequestListener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterAll(async () => {
  await client.onApplicationShutdown();
  server.closeAllConnections();
  server.close();
  for (const app of apps) await app.close();
});

beforeEach(() => {
  heard.length = 0;
});

describe('a command', () => {
  it('is answered by the app that owns it', async () => {
    expect(await client.ask(double, { value: 21 })).toEqual({ value: 42 });
  });

  it('travels as JSON, as over a broker', async () => {
    const at = new Date(0);
    expect(await client.ask(echo, { at, gone: undefined })).toEqual({ at: '1970-01-01T00:00:00.000Z' });
  });

  it('brings back the domain error of the other app, without its cause', async () => {
    const error = await client.ask(refuse, {}).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(DomainError);
    expect(error).toMatchObject({ code: 'nothing-to-save', message: 'There is nothing to save.' });
    expect(JSON.stringify(error)).not.toContain('internal detail');
  });

  it.each([
    ['fails for a reason that is not meant for others', crash],
    ['answers in another shape than agreed', badReply],
    ['does not know the command', unknownVerb],
    ['does not run', unknownApp],
  ])('fails with an unknown error when the other app %s', async (_what, contract) => {
    const error = await client.ask(contract, {}).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'unknown' });
    expect((error as Error).message).not.toContain('internal detail');
  });

  it('is not sent in another shape than agreed', async () => {
    await expect(client.ask(double, { value: 'x' as never })).rejects.toBeInstanceOf(DomainError);
  });

  it('does not wait for ever', async () => {
    await expect(client.ask(hang, {}, 20)).rejects.toMatchObject({ code: 'unknown' });
  });
});

describe('an event', () => {
  it('reaches every app that listens, each with a copy of its own, although one of them fails', async () => {
    await client.announce(happened, { what: 'it' });
    expect(heard.map(({ app }) => app).toSorted()).toEqual(['listener', 'sums']);
    expect(heard.find(({ app }) => app === 'listener')?.payload).toEqual({ what: 'it' });
  });

  it('may have no listener', async () => {
    await expect(client.announce(unheard, {})).resolves.toBeUndefined();
    expect(heard).toEqual([]);
  });

  it('is not sent in another shape than agreed', async () => {
    await expect(client.announce(happened, { what: 5 as never })).rejects.toThrow();
    expect(heard).toEqual([]);
  });
});

describe('an HTTP answer', () => {
  const ask = async (path: string, init?: RequestInit) => {
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, init);
    return { status: response.status, text: await response.text() };
  };
  const json = { 'Content-Type': 'application/json' };

  it('has the status and the sentence of a domain error, never its cause', async () => {
    const { status, text } = await ask('/refused');
    expect(status).toBe(413);
    expect(JSON.parse(text)).toEqual({ error: { code: 'too-large', message: 'That is too large.' } });
  });

  it('tells nothing of an unknown error', async () => {
    const { status, text } = await ask('/broken');
    expect(status).toBe(500);
    expect(text).not.toContain('internal detail');
  });

  it('leaves the errors of the framework as they are', async () => {
    expect((await ask('/absent')).status).toBe(404);
    expect((await ask('/no-such-route')).status).toBe(404);
  });

  it.each([
    ['cannot be read', '{', 400],
    ['is larger than allowed', JSON.stringify('x'.repeat(200_000)), 413],
  ])('blames the caller when the body %s', async (_why, body, expected) => {
    expect((await ask('/body', { method: 'POST', headers: json, body })).status).toBe(expected);
  });
});
