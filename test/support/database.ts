import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { startProduct } from './product.js';

/** An empty database of its own in a real PostgreSQL. */
export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** In the PostgreSQL of DATABASE_URL, else in the one that the product brings along. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const given = process.env['DATABASE_URL'];
  const server = given ? { url: given, stop: async () => {} } : await postgresOfTheProduct();
  const name = `quire_test_${randomBytes(6).toString('hex')}`;
  await run(server.url, `CREATE DATABASE ${name}`);
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: async () => {
      await run(server.url, `DROP DATABASE ${name}`);
      await server.stop();
    },
  };
}

async function postgresOfTheProduct(): Promise<{ url: string; stop: () => Promise<void> }> {
  const product = await startProduct();
  const detail = product.status().parts['database']?.detail ?? '';
  const address = /on (127\.0\.0\.1:\d+)/.exec(detail)?.[1];
  if (!address) throw new Error(`the product does not say where its database is: ${detail}`);
  const passwords = JSON.parse(readFileSync(join(product.dataDir, 'service-passwords.json'), 'utf8')) as {
    postgres: string;
  };
  return { url: `postgres://quire:${passwords.postgres}@${address}/quire`, stop: () => product.stop() };
}

async function run(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
