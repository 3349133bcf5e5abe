import {
  ClientProxyFactory,
  Transport,
  type ClientProxy,
  type MicroserviceOptions,
} from '@nestjs/microservices';
import type { MessageTransport } from './message-transport.js';

const EVENTS = 'quire.events';

/**
 * Commands through one durable queue per app, events through a topic exchange with one queue per app.
 *
 * `noDelay` matters: without it one request waits for Nagle's algorithm (research/deployability.md 2.3: 378 against
 * more than 2,000 requests per second). `noAck: false` keeps a message of a consumer that dies.
 */
export class RabbitMqTransport implements MessageTransport {
  constructor(private readonly url: string) {}

  serversFor(app: string): MicroserviceOptions[] {
    const common = {
      urls: [this.url],
      noAck: false,
      prefetchCount: 100,
      queueOptions: { durable: true },
      socketOptions: { connectionOptions: { noDelay: true } },
    };
    return [
      { transport: Transport.RMQ, options: { ...common, queue: `quire.${app}` } },
      {
        transport: Transport.RMQ,
        options: {
          ...common,
          queue: `quire.${app}.events`,
          exchange: EVENTS,
          exchangeType: 'topic',
          wildcards: true,
        },
      },
    ];
  }

  commandClient(owner: string): ClientProxy {
    return ClientProxyFactory.create({
      transport: Transport.RMQ,
      options: {
        urls: [this.url],
        queue: `quire.${owner}`,
        queueOptions: { durable: true },
        socketOptions: { connectionOptions: { noDelay: true } },
      },
    });
  }

  eventClient(): ClientProxy {
    return ClientProxyFactory.create({
      transport: Transport.RMQ,
      options: {
        urls: [this.url],
        exchange: EVENTS,
        exchangeType: 'topic',
        wildcards: true,
        persistent: true,
        socketOptions: { connectionOptions: { noDelay: true } },
      },
    });
  }
}
