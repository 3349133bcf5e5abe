import { FolderBlobStore } from '#libs/blob-store';
import { ConfigError, type Config } from '#libs/config';
import { RabbitMqTransport } from '#libs/messaging';
import { hostname } from 'node:os';
import { blobFolder, replicaName } from './names.js';
import type { Platform } from './platform.js';
import { RedisFanout } from './redis-fanout.js';

/** A process per app: RabbitMQ, Redis, PostgreSQL, a shared folder. */
export async function createClusterPlatform(config: Config, app: string): Promise<Platform> {
  const { redis, sql } = config.services.CoAuthoring;
  for (const [name, url] of [
    ['DATABASE_URL', sql.url],
    ['REDIS_URL', redis.url],
    ['RABBITMQ_URL', config.rabbitmq.url],
  ] as const) {
    if (!url) throw new ConfigError(`${name} is not set. The cluster profile needs real services.`);
  }
  const replicaId = replicaName(config, `${app}@${hostname()}`);
  const fanout = new RedisFanout(redis.url, redis.prefix, replicaId);
  return {
    config,
    replicaId,
    databaseUrl: sql.url,
    transport: new RabbitMqTransport(config.rabbitmq.url),
    queueConnection: { url: redis.url, maxRetriesPerRequest: null },
    blobs: new FolderBlobStore(blobFolder(config)),
    fanout,
    close: () => fanout.close(),
  };
}
