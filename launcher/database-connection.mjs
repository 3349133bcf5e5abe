import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { LaunchError } from './launch-error.mjs';
import { isCode } from './process-identity.mjs';

const retryEvery = 100;

/**
 * @typedef {object} Client
 * @property {() => Promise<void>} connect
 * @property {(event: 'error', listener: (error: Error) => void) => void} on
 * @property {(sql: string, values?: unknown[]) => Promise<{ rowCount: number | null }>} query
 * @property {() => Promise<void>} end
 */

/**
 * Connects as soon as the server accepts it. A refusal that waiting cannot cure (a wrong password) is thrown at once.
 *
 * @param {string} root the packages are looked up from here: the launcher itself runs before they are installed
 * @param {string} url
 * @param {AbortSignal} signal
 * @returns {Promise<Client>}
 */
export async function openDatabase(root, url, signal) {
  const pg = createRequire(join(root, 'package.json'))('pg');
  for (;;) {
    signal.throwIfAborted();
    /** @type {Client} */
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
    // After connecting, a broken connection shows in the query that uses it.
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      // 57P03: the server is starting up.
      if (!isCode(error, 'ECONNREFUSED', 'ECONNRESET', '57P03')) throw error;
    }
    await pause(retryEvery, undefined, { signal });
  }
}

/**
 * Makes sure that a database somebody else runs can be used.
 *
 * @param {string} root
 * @param {string} url
 * @param {AbortSignal} signal
 */
export async function checkDatabase(root, url, signal) {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(30_000)]);
  try {
    const client = await openDatabase(root, url, patience);
    await client.query('SELECT 1').finally(() => client.end());
  } catch (cause) {
    signal.throwIfAborted();
    const reason = patience.aborted
      ? 'no answer within 30 s'
      : cause instanceof Error
        ? cause.message
        : String(cause);
    throw new LaunchError(`The database ${describeUrl(url)} of DATABASE_URL cannot be used: ${reason}.`, {
      cause,
    });
  }
}

/**
 * Host and path of a URL, without its user and password.
 *
 * @param {string} url
 */
export function describeUrl(url) {
  if (!URL.canParse(url)) return 'with an invalid address';
  const { host, pathname } = new URL(url);
  return `${host}${pathname === '/' ? '' : pathname}`;
}
