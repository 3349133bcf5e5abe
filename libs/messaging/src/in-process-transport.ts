import {
  ClientProxy,
  Server,
  type CustomTransportStrategy,
  type ReadPacket,
  type WritePacket,
} from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import { BaseRpcContext } from '@nestjs/microservices/ctx-host/base-rpc.context.js';
import type { MessageTransport } from './message-transport.js';

/**
 * Messages between Nest apps of one process. Data is cloned through JSON, so that a handler sees exactly what it would
 * see over a broker.
 */
export class InProcessTransport implements MessageTransport {
  private readonly servers = new Map<string, InProcessServer>();

  serversFor(app: string) {
    const server = new InProcessServer();
    this.servers.set(app, server);
    return [{ strategy: server }];
  }

  commandClient(owner: string): ClientProxy {
    return new InProcessClient(
      async (packet) => {
        const server = this.servers.get(owner);
        if (!server) throw new Error(`There is no app '${owner}' in this process.`);
        return server.request(String(packet.pattern), packet.data);
      },
      () => Promise.reject(new Error('Events are sent with the event client.')),
    );
  }

  eventClient(): ClientProxy {
    return new InProcessClient(
      () => Promise.reject(new Error('Commands are sent with a command client.')),
      async (packet) => {
        await Promise.all([...this.servers.values()].map((server) => server.event(packet)));
      },
    );
  }
}

class InProcessServer extends Server implements CustomTransportStrategy {
  listen(callback: () => void): void {
    callback();
  }

  close(): void {}

  override on(): void {}

  override unwrap<T>(): T {
    throw new Error('There is no broker behind the in-process transport.');
  }

  async request(pattern: string, data: unknown): Promise<unknown> {
    const handler = this.getHandlerByPattern(pattern);
    if (!handler) throw new Error(`There is no matching message handler for '${pattern}'.`);
    const answer = this.transformToObservable<unknown>(await handler(clone(data), new BaseRpcContext([])));
    return clone(await lastValueFrom(answer, { defaultValue: undefined }));
  }

  async event(packet: ReadPacket): Promise<void> {
    const pattern = String(packet.pattern);
    if (!this.getHandlerByPattern(pattern)) return;
    await this.handleEvent(pattern, { pattern, data: clone(packet.data) }, new BaseRpcContext([]));
  }
}

class InProcessClient extends ClientProxy {
  constructor(
    private readonly request: (packet: ReadPacket) => Promise<unknown>,
    private readonly event: (packet: ReadPacket) => Promise<void>,
  ) {
    super();
  }

  override async connect(): Promise<void> {}

  override close(): void {}

  override unwrap<T>(): T {
    throw new Error('There is no broker behind the in-process transport.');
  }

  protected override publish(packet: ReadPacket, callback: (packet: WritePacket) => void): () => void {
    this.request(packet).then(
      (response) => callback({ response, isDisposed: true }),
      (err: unknown) => callback({ err, isDisposed: true }),
    );
    return () => {};
  }

  protected override async dispatchEvent<T>(packet: ReadPacket): Promise<T> {
    await this.event(packet);
    return undefined as T;
  }
}

function clone(data: unknown): unknown {
  return data === undefined ? undefined : (JSON.parse(JSON.stringify(data)) as unknown);
}
