import 'reflect-metadata';
import { defineQueue } from '#libs/queues';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { testConfig } from '../../../test/support/test-config.js';
import { createClusterPlatform, listen, Queues, type App } from './index.js';
import { blobFolder, replicaName } from './names.js';

const bull = vi.hoisted(() => ({ events: [] as string[] }));

vi.mock('bullmq', () => ({
  Queue: class {
    constructor(readonly name: string) {
      bull.events.push(`queue ${name}`);
    }
    on() {}
    async close() {
      bull.events.push(`closed ${this.name}`);
    }
  },
  Worker: class {
    on() {}
    async close() {
      await new Promise((resolve) => setImmediate(resolve));
      bull.events.push('worker finished its job');
    }
  },
}));

const queue = defineQueue({ name: 'sums', data: z.object({}), result: z.object({}), defaults: {} });

describe('the cluster profile', () => {
  it.each([['DATABASE_URL'], ['REDIS_URL'], ['RABBITMQ_URL']])(
    'does not start without %s',
    async (missing) => {
      const config = testConfig({ DATABASE_URL: 'postgres://nowhere' });
      const { sql, redis } = config.services.CoAuthoring;
      if (missing === 'DATABASE_URL') sql.url = '';
      if (missing === 'REDIS_URL') redis.url = '';
      if (missing === 'RABBITMQ_URL') config.rabbitmq.url = '';
      await expect(createClusterPlatform(config, 'coauthoring')).rejects.toThrow(missing);
    },
  );
});

describe('names', () => {
  it('take the configured replica and folder before their own ideas', () => {
    const folder = join(tmpdir(), 'files');
    const config = testConfig({ QUIRE_REPLICA_ID: 'replica-7' });
    expect(replicaName(config, 'fallback')).toBe('replica-7');
    expect(replicaName(testConfig(), 'fallback')).toBe('fallback');
    config.storage.fs.folderPath = folder;
    expect(blobFolder(config)).toBe(folder);
    expect(blobFolder(testConfig({ QUIRE_DATA_DIR: folder }))).toBe(join(folder, 'blobs'));
  });
});

describe('the queues of an app', () => {
  it('are opened once and closed after the workers have finished', async () => {
    const queues = new Queues({});
    expect(queues.of(queue)).toBe(queues.of(queue));
    queues.work(queue, { concurrency: 1 }, async () => ({}));
    await queues.beforeApplicationShutdown();
    await queues.onApplicationShutdown();
    expect(bull.events).toEqual(['queue sums', 'worker finished its job', 'closed sums']);
  });
});

describe('listening', () => {
  const app: App = {
    nest: undefined as never,
    handleRequest: (_request, response) => void response.end('hello'),
    handleUpgrade: (_request, socket) => {
      socket.end();
    },
  };

  it('serves on a free port when asked for port 0, and says when a port is taken', async () => {
    const server = await listen(app, '127.0.0.1', 0);
    const { port } = server.address() as AddressInfo;
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('hello');
    await expect(listen(app, '127.0.0.1', port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
});
