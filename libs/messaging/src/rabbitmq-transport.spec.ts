import 'reflect-metadata';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { RmqContext } from '@nestjs/microservices';
import { Subject, of, throwError } from 'rxjs';
import { describe, expect, it, vi } from 'vitest';
import { messageProviders, RabbitMqTransport } from './index.js';

describe('the RabbitMQ transport', () => {
  it('keeps the messages of a consumer that dies', () => {
    const servers = new RabbitMqTransport('amqp://nowhere').serversFor('storage');
    expect(servers).toHaveLength(2);
    for (const { options } of servers as { options: object }[]) {
      expect(options).toMatchObject({ noAck: false, queueOptions: { durable: true } });
    }
  });

  it('gives every app a queue of commands and a queue of events', () => {
    const transport = new RabbitMqTransport('amqp://nowhere');
    const queues = ['storage', 'converter'].flatMap((app) =>
      (transport.serversFor(app) as { options: { queue: string } }[]).map(({ options }) => options.queue),
    );
    expect(new Set(queues).size).toBe(4);
  });
});

describe('a message from RabbitMQ', () => {
  const interceptorClass = messageProviders.flatMap((provider) =>
    'useClass' in provider && provider.provide === APP_INTERCEPTOR ? [provider.useClass] : [],
  )[0] as new () => NestInterceptor;
  const interceptor = new interceptorClass();
  const message = { content: 'x' };
  const ack = vi.fn();

  const contextOf = (rpc: unknown, type = 'rpc') =>
    ({ getType: () => type, switchToRpc: () => ({ getContext: () => rpc }) }) as unknown as ExecutionContext;
  const rabbit = contextOf(new RmqContext([message, { ack }, 'pattern']));
  const run = async (context: ExecutionContext, next: CallHandler) =>
    (await interceptor.intercept(context, next)).subscribe({ error: () => {} });

  it('is acknowledged when its handler has finished, not before', async () => {
    ack.mockClear();
    const answer = new Subject<string>();
    await run(rabbit, { handle: () => answer });
    expect(ack).not.toHaveBeenCalled();
    answer.complete();
    expect(ack).toHaveBeenCalledExactlyOnceWith(message);
  });

  it('is acknowledged when its handler failed: the sender has the answer', async () => {
    ack.mockClear();
    await run(rabbit, { handle: () => throwError(() => new Error('no')) });
    expect(ack).toHaveBeenCalledExactlyOnceWith(message);
  });

  it('is the only thing that is acknowledged', async () => {
    ack.mockClear();
    await run(contextOf({}), { handle: () => of(1) });
    await run(contextOf(undefined, 'http'), { handle: () => of(1) });
    expect(ack).not.toHaveBeenCalled();
  });
});
