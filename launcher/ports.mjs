import { createServer } from 'node:net';
import { LaunchError } from './launch-error.mjs';

const defaultPort = 8000;
const portsToTry = 100;

/**
 * Free ports of the loopback address, all different. They stay reserved only while this function runs: whoever binds
 * one later must be ready to find it taken.
 *
 * @param {number} count
 * @returns {Promise<number[]>}
 */
export async function freePorts(count) {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0, '127.0.0.1')));
  const ports = servers.map(
    (server) => /** @type {import('node:net').AddressInfo} */ (server.address()).port,
  );
  await Promise.all(servers.map((server) => closed(server)));
  return ports;
}

/**
 * The port of the pages: what `PORT` says, else 8000 or the next free one.
 *
 * @param {string | undefined} wanted
 * @returns {Promise<{ port: number, explicit: boolean, note?: string }>}
 */
export async function choosePort(wanted) {
  if (wanted === undefined || wanted === '') return nextFreePort();
  if (!/^\d{1,5}$/.test(wanted) || Number(wanted) > 65_535) {
    throw new LaunchError(`PORT must be a number from 0 to 65535, not "${wanted}".`);
  }
  const port = Number(wanted);
  if (port === 0) {
    const [free = 0] = await freePorts(1);
    return { port: free, explicit: false };
  }
  const problem = await problemWith(port);
  if (!problem) return { port, explicit: true };
  const reason =
    problem === 'EACCES'
      ? `Port ${port} may only be used by root.`
      : problem === 'EADDRINUSE'
        ? `Port ${port} is already used by another program.`
        : `Port ${port} cannot be used (${problem}).`;
  throw new LaunchError(
    `${reason} Choose another one (for example PORT=${nearby(port)} npm start) or free it.`,
  );
}

/** @param {number} port */
export async function isFree(port) {
  return (await problemWith(port)) === undefined;
}

async function nextFreePort() {
  for (let port = defaultPort; port < defaultPort + portsToTry; port += 1) {
    if (!(await isFree(port))) continue;
    const note = port === defaultPort ? undefined : `Port ${defaultPort} is taken, so Quire uses ${port}.`;
    return { port, explicit: false, ...(note && { note }) };
  }
  throw new LaunchError(
    `No free port from ${defaultPort} to ${defaultPort + portsToTry - 1}. Choose one with PORT.`,
  );
}

/**
 * Every address is tried as well as the loopback alone, since a program may hold only one of them.
 *
 * @param {number} port
 * @returns {Promise<string | undefined>} the error code
 */
async function problemWith(port) {
  for (const host of [undefined, '127.0.0.1']) {
    try {
      await closed(await listen(port, host));
    } catch (error) {
      return error instanceof Error && 'code' in error ? String(error.code) : String(error);
    }
  }
  return undefined;
}

/** @param {number} port */
function nearby(port) {
  return port < 1024 ? defaultPort : Math.min(port + 1, 65_535);
}

/**
 * @param {number} port
 * @param {string | undefined} host
 * @returns {Promise<import('node:net').Server>}
 */
function listen(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, ...(host && { host }) }, () => resolve(server));
  });
}

/**
 * @param {import('node:net').Server} server
 * @returns {Promise<void>}
 */
function closed(server) {
  return new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
}
