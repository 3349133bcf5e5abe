import { Database } from '@hocuspocus/extension-database';
import { Server } from '@hocuspocus/server';
import pg from 'pg';

/** Hocuspocus with its defaults (stores after 2 s of silence, at the latest every 10 s) and its database extension. */
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
await pool.query('CREATE TABLE document (name text PRIMARY KEY, state bytea NOT NULL)');

const database = new Database({
  async fetch({ documentName }) {
    const { rows } = await pool.query({
      name: 'fetch',
      text: 'SELECT state FROM document WHERE name = $1',
      values: [documentName],
    });
    return rows[0]?.state ?? null;
  },
  async store({ documentName, state }) {
    await pool.query({
      name: 'store',
      text: `INSERT INTO document (name, state) VALUES ($1, $2)
             ON CONFLICT (name) DO UPDATE SET state = excluded.state`,
      values: [documentName, state],
    });
  },
});

await new Server({
  address: '127.0.0.1',
  port: Number(process.env.PORT),
  quiet: true,
  extensions: [database],
}).listen();
