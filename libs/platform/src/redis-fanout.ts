import { Logger } from '@nestjs/common';
import { Redis } from 'ioredis';
import type { Fanout } from './platform.js';

interface Channel {
  readonly listeners: Set<(message: Uint8Array) => void>;
  /** settled when Redis has confirmed the subscription */
  readonly active: Promise<unknown>;
}

/** Redis pub/sub; a message begins with the length and name of its sender, so that the sender can skip its own. */
export class RedisFanout implements Fanout {
  private readonly logger = new Logger(RedisFanout.name);
  private readonly publisher: Redis;
  private readonly subscriber: Redis;
  private readonly channels = new Map<string, Channel>();
  private readonly sender: Buffer;

  constructor(
    url: string,
    private readonly prefix: string,
    replicaId: string,
  ) {
    const name = Buffer.from(replicaId);
    this.sender = Buffer.concat([Buffer.from([name.length & 0xff]), name]);
    this.publisher = new Redis(url, { lazyConnect: false, maxRetriesPerRequest: null });
    this.subscriber = new Redis(url, { lazyConnect: false, maxRetriesPerRequest: null });
    for (const client of [this.publisher, this.subscriber]) {
      client.on('error', (error: Error) => this.logger.warn(`Redis: ${error.message}`));
    }
    this.subscriber.on('messageBuffer', (channel: Buffer, message: Buffer) =>
      this.receive(channel.toString(), message),
    );
  }

  publish(channel: string, message: Uint8Array): void {
    this.publisher
      .publish(this.prefix + channel, Buffer.concat([this.sender, message]))
      .catch((error: Error) => {
        this.logger.warn(
          `a message to other replicas was lost, they read it from the database: ${error.message}`,
        );
      });
  }

  async subscribe(channel: string, listener: (message: Uint8Array) => void): Promise<() => Promise<void>> {
    const name = this.prefix + channel;
    let subscribed = this.channels.get(name);
    if (!subscribed) {
      subscribed = { listeners: new Set(), active: this.subscriber.subscribe(name) };
      this.channels.set(name, subscribed);
    }
    subscribed.listeners.add(listener);
    try {
      await subscribed.active;
    } catch (error) {
      if (this.channels.get(name) === subscribed) this.channels.delete(name);
      throw error;
    }
    return () => this.unsubscribe(name, listener);
  }

  async close(): Promise<void> {
    this.publisher.disconnect();
    this.subscriber.disconnect();
  }

  private async unsubscribe(name: string, listener: (message: Uint8Array) => void): Promise<void> {
    const listeners = this.channels.get(name)?.listeners;
    listeners?.delete(listener);
    if (listeners?.size !== 0) return;
    this.channels.delete(name);
    await this.subscriber.unsubscribe(name);
  }

  private receive(channel: string, message: Buffer): void {
    const length = 1 + (message[0] ?? 0);
    if (message.subarray(0, length).equals(this.sender)) return;
    for (const listener of this.channels.get(channel)?.listeners ?? []) listener(message.subarray(length));
  }
}
