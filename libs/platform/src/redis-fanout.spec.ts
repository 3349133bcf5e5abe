import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { RedisFanout } from './redis-fanout.js';

/** A Redis that all clients of a test share; subscriptions become active when the test says so. */
const redis = vi.hoisted(() => ({
  clients: [] as { channels: Set<string>; emit: (event: string, ...values: unknown[]) => boolean }[],
  confirm: [] as (() => void)[],
  isSlow: false,
  isBroken: false,
}));

vi.mock('ioredis', () => ({
  Redis: class extends EventEmitter {
    readonly channels = new Set<string>();
    constructor() {
      super();
      redis.clients.push(this);
    }
    async subscribe(channel: string) {
      if (redis.isBroken) throw new Error('connection lost');
      if (redis.isSlow) await new Promise<void>((resolve) => redis.confirm.push(resolve));
      this.channels.add(channel);
    }
    async unsubscribe(channel: string) {
      this.channels.delete(channel);
    }
    async publish(channel: string, message: Buffer) {
      for (const client of redis.clients) {
        if (client.channels.has(channel)) client.emit('messageBuffer', Buffer.from(channel), message);
      }
    }
    disconnect() {}
  },
}));

const text = (message: Uint8Array) => Buffer.from(message).toString();

describe('fan-out over Redis', () => {
  beforeEach(() => {
    redis.clients.length = 0;
    redis.confirm.length = 0;
    redis.isSlow = false;
    redis.isBroken = false;
  });

  const replica = (name: string) => new RedisFanout('redis://nowhere', 'quire:', name);

  it('brings a message to the other replicas and not back to its sender', async () => {
    const [a, b] = [replica('a'), replica('ab')];
    const heard: string[] = [];
    await a.subscribe('doc:1', (message) => heard.push(`a heard ${text(message)}`));
    await b.subscribe('doc:1', (message) => heard.push(`b heard ${text(message)}`));
    a.publish('doc:1', Buffer.from('from a'));
    b.publish('doc:1', Buffer.from('from b'));
    expect(heard).toEqual(['b heard from a', 'a heard from b']);
  });

  it('keeps channels apart', async () => {
    const [a, b] = [replica('a'), replica('b')];
    const listener = vi.fn();
    await b.subscribe('doc:1', listener);
    a.publish('doc:2', Buffer.from('x'));
    expect(listener).not.toHaveBeenCalled();
  });

  it('goes on for the second listener when the first one leaves', async () => {
    const [a, b] = [replica('a'), replica('b')];
    const [first, second] = [vi.fn(), vi.fn()];
    const leave = await b.subscribe('doc:1', first);
    const leaveToo = await b.subscribe('doc:1', second);
    await leave();
    a.publish('doc:1', Buffer.from('x'));
    expect(first).not.toHaveBeenCalled();
    expect(second).toHaveBeenCalledOnce();
    await leaveToo();
    a.publish('doc:1', Buffer.from('y'));
    expect(second).toHaveBeenCalledOnce();
  });

  it('lets every subscriber wait until the subscription is active', async () => {
    redis.isSlow = true;
    const b = replica('b');
    const done: string[] = [];
    const both = Promise.all(
      ['first', 'second'].map(async (name) => {
        await b.subscribe('doc:1', () => {});
        done.push(name);
      }),
    );
    await new Promise((resolve) => setImmediate(resolve));
    expect(done).toEqual([]);
    for (const confirm of redis.confirm) confirm();
    await both;
    expect(done).toHaveLength(2);
  });

  it('tries again after a subscription that failed', async () => {
    const [a, b] = [replica('a'), replica('b')];
    const listener = vi.fn();
    redis.isBroken = true;
    await expect(b.subscribe('doc:1', listener)).rejects.toThrow('connection lost');
    redis.isBroken = false;
    await b.subscribe('doc:1', listener);
    a.publish('doc:1', Buffer.from('x'));
    expect(listener).toHaveBeenCalledOnce();
  });
});
