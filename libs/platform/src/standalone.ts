import { FolderBlobStore } from '#libs/blob-store';
import type { Config } from '#libs/config';
import { InProcessTransport } from '#libs/messaging';
import { DEFAULT_SCHEMA, createPostgresBackend, runMigrations, setDefaultBackendFactory } from 'bullmq';
import { Pool } from 'pg';
import { blobFolder, replicaName } from './names.js';
import type { Fanout, Platform } from './platform.js';

/** Connections shared by all queues and workers of the process; a worker keeps one for listening. */
const QUEUE_CONNECTIONS = 24;

/** One process: messages in memory, jobs in PostgreSQL, files in a folder. */
export async function createStandalonePlatform(config: Config): Promise<Platform> {
  const databaseUrl = config.services.CoAuthoring.sql.url;
  const pool = new Pool({
    connectionString: databaseUrl,
    max: QUEUE_CONNECTIONS,
    application_name: 'quire queues',
    // BullMQ names its tables without a schema and does not set the path of a pool that it did not make
    options: `-c search_path=${DEFAULT_SCHEMA}`,
  });
  pool.on('error', () => {
    // a lost idle connection is replaced at the next use; queries report their own errors
  });
  setDefaultBackendFactory(createPostgresBackend);
  await migrateQueues(pool);
  return {
    config,
    replicaId: replicaName(config, 'standalone'),
    databaseUrl,
    transport: new InProcessTransport(),
    queueConnection: pool,
    blobs: new FolderBlobStore(blobFolder(config)),
    fanout: noOtherReplicas,
    close: () => pool.end(),
  };
}

/** Must be done before any worker exists: on a schema that is not migrated a worker spins (research/deployability.md 2.2). */
async function migrateQueues(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await runMigrations(client);
  } finally {
    client.release();
  }
}

const noOtherReplicas: Fanout = {
  isAlone: true,
  publish: () => {},
  subscribe: async () => async () => {},
  close: async () => {},
};
