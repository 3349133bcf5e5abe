import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { appsOf, clusterAddresses, startApp } from './apps.mjs';
import { Checkout } from './checkout.mjs';
import { provideClusterServices } from './cluster-services.mjs';
import { DataFolder } from './data-folder.mjs';
import { checkDatabase, describeUrl } from './database-connection.mjs';
import { FolderLock } from './folder-lock.mjs';
import { LaunchContext } from './launch-context.mjs';
import { LaunchError } from './launch-error.mjs';
import { clearLeftovers } from './leftovers.mjs';
import { provideLibreOffice } from './libreoffice.mjs';
import { followLogs } from './log-follower.mjs';
import { overview } from './overview.mjs';
import { pagePort } from './page-port.mjs';
import { Postgres } from './postgres.mjs';
import { createSettings, servicePasswords } from './secrets.mjs';
import { StatusBoard } from './status-board.mjs';

/**
 * @typedef {object} LaunchRequest
 * @property {string} root
 * @property {NodeJS.ProcessEnv} env
 * @property {import('./arguments.mjs').StartOptions} options
 * @property {import('./terminal.mjs').Terminal} terminal
 * @property {AbortSignal} stopping
 * @property {(action: () => void) => void} onForce
 */

/**
 * Starts everything, keeps it running, and stops it when asked to.
 *
 * @param {LaunchRequest} request
 */
export async function launch(request) {
  const { root, env, options, terminal, stopping } = request;
  const data = DataFolder.open(resolve(env.QUIRE_DATA_DIR || resolve(root, 'data')));
  const lock = takeFolder(data);
  const board = new StatusBoard(data.status, options.profile);
  const context = new LaunchContext({ root, env, data, terminal, board, stopping });
  request.onForce(() => forceEnd(context, lock));
  // Reached with running parts only when the launcher itself fails.
  process.once('exit', () => context.running.forEach((part) => part.abandon()));
  const stopFollowing = options.logs ? followLogs(context) : () => undefined;
  try {
    await clearLeftovers(data, (line) => terminal.say(line));
    const pages = await pagePort(context);
    await new Checkout(root, terminal, stopping).prepare();
    await untilStopping(startParts(context, options.profile, pages), stopping);
    board.enter('ready');
    terminal.say(`\nQuire is ready.\n\n${overview(context, shownParts(context))}\n\nStop with Ctrl-C.`);
    await untilStopping(new Promise(() => undefined), stopping);
  } finally {
    await stopParts(context);
    stopFollowing();
    board.remove();
    lock.release();
  }
}

/** @param {DataFolder} data */
function takeFolder(data) {
  const taken = FolderLock.take(data.lock);
  if ('lock' in taken) return taken.lock;
  const url = readUrl(data.status);
  throw new LaunchError(
    `Quire is already ${url ? `running at ${url}` : 'starting'} with the data folder ${data.path} (process ${taken.holder.pid}). Stop it first, or choose another folder with QUIRE_DATA_DIR.`,
  );
}

/** @param {string} status */
function readUrl(status) {
  try {
    return String(JSON.parse(readFileSync(status, 'utf8')).url ?? '');
  } catch {
    // The other start has not written its status yet; it only improves the sentence.
    return '';
  }
}

/**
 * @param {LaunchContext} context
 * @param {import('./arguments.mjs').Profile} profile
 * @param {Awaited<ReturnType<typeof pagePort>>} pages
 */
async function startParts(context, profile, pages) {
  const { data, env } = context;
  createSettings(data.settings);
  const passwords = servicePasswords(data.servicePasswords, data.postgres);
  const database = await provideDatabase(context, passwords.postgres);
  const services = profile === 'cluster' ? await provideClusterServices(context, passwords) : {};
  /** @type {Record<string, string>} */
  const addresses = profile === 'cluster' ? await clusterAddresses() : {};
  await provideLibreOffice(context);
  context.stopping.throwIfAborted();
  const environment = { NODE_ENV: 'production', ...env, ...services, ...addresses };
  const ours = { QUIRE_DATA_DIR: data.path, DATABASE_URL: database };
  await context.terminal.step('Starting Quire', () =>
    Promise.all(
      appsOf[profile].map((name, at) => {
        const servesPages = at === 0;
        const port = servesPages ? pages.freePort : pages.port;
        const where = () =>
          servesPages ? context.board.url : (addresses[`QUIRE_${name.toUpperCase()}_URL`] ?? '');
        // Only the pages are for other machines.
        const host = servesPages ? {} : { QUIRE_HOST: '127.0.0.1' };
        return startApp(
          context,
          name,
          async () => ({ ...environment, ...ours, ...host, PORT: await port() }),
          where,
        );
      }),
    ),
  );
}

/**
 * @param {LaunchContext} context
 * @param {string} password
 */
async function provideDatabase(context, password) {
  const { env, root, board, stopping, terminal } = context;
  if (env.DATABASE_URL) {
    const url = env.DATABASE_URL;
    await terminal.step('Connecting to the database', () => checkDatabase(root, url, stopping));
    board.set('database', { state: 'external', detail: describeUrl(env.DATABASE_URL) });
    return env.DATABASE_URL;
  }
  const postgres = new Postgres(context, password);
  await postgres.start();
  return postgres.url;
}

/** @param {LaunchContext} context */
function shownParts({ board, running }) {
  const external = ['database', 'redis', 'rabbitmq'].filter((name) => board.get(name)?.state === 'external');
  return [...external, ...running.map((part) => part.plan.name).filter((name) => name !== 'rabbitmq-names')];
}

/**
 * Apps end together and first; the services they need end after them, the last started first.
 *
 * @param {LaunchContext} context
 */
async function stopParts({ board, running, terminal }) {
  board.enter('stopping');
  const isApp = (/** @type {string} */ name) => Object.values(appsOf).flat().includes(name);
  const apps = running.filter((part) => isApp(part.plan.name));
  const services = running.filter((part) => !isApp(part.plan.name)).toReversed();
  if (running.length === 0) return;
  await terminal.step('Stopping', async () => {
    await Promise.all(apps.map((part) => part.stop()));
    for (const part of services) await part.stop();
  });
}

/**
 * @param {LaunchContext} context
 * @param {FolderLock} lock
 */
function forceEnd(context, lock) {
  for (const part of context.running) part.kill();
  context.board.remove();
  lock.release();
  process.exit(1);
}

/**
 * @template T
 * @param {Promise<T>} work
 * @param {AbortSignal} stopping
 * @returns {Promise<T>}
 */
function untilStopping(work, stopping) {
  return new Promise((resolve, reject) => {
    const abort = () => reject(stopping.reason);
    if (stopping.aborted) abort();
    stopping.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => stopping.removeEventListener('abort', abort));
  });
}
