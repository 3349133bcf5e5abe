import { describeUrl } from './database-connection.mjs';
import { LaunchError } from './launch-error.mjs';
import { startRabbitmq } from './rabbitmq.mjs';
import { startRedis } from './redis.mjs';
import { findProgram, installCommand, installPackages, rightToInstall } from './system-packages.mjs';

// Debian's own `rabbitmq-server` on the PATH runs only as root or as the user rabbitmq; this one runs as anybody.
const brokerFolders = ['/usr/lib/rabbitmq/bin'];

/**
 * RabbitMQ and Redis of the cluster profile: those named in the environment, or private ones.
 *
 * @param {import('./launch-context.mjs').LaunchContext} context
 * @param {import('./secrets.mjs').ServicePasswords} passwords
 * @returns {Promise<{ REDIS_URL: string, RABBITMQ_URL: string }>}
 */
export async function provideClusterServices(context, passwords) {
  const { REDIS_URL: redis, RABBITMQ_URL: rabbitmq } = context.env;
  const missing = [
    ...(redis || findProgram('redis-server') ? [] : ['redis-server']),
    ...(rabbitmq || findPrograms() ? [] : ['rabbitmq-server']),
  ];
  if (missing.length > 0) await install(context, missing);
  return {
    REDIS_URL: redis ? external(context, 'redis', redis) : await ownRedis(context, passwords.redis),
    RABBITMQ_URL: rabbitmq
      ? external(context, 'rabbitmq', rabbitmq)
      : await ownRabbitmq(context, passwords.rabbitmq),
  };
}

/**
 * @param {import('./launch-context.mjs').LaunchContext} context
 * @param {string} password
 */
function ownRedis(context, password) {
  const program = findProgram('redis-server');
  if (!program) throw new LaunchError('redis-server is still missing.');
  return context.terminal.step('Starting Redis', () => startRedis(context, program, password));
}

/**
 * @param {import('./launch-context.mjs').LaunchContext} context
 * @param {string} password
 */
function ownRabbitmq(context, password) {
  const programs = findPrograms();
  if (!programs) throw new LaunchError('rabbitmq-server is still missing.');
  return context.terminal.step('Starting RabbitMQ', () => startRabbitmq(context, programs, password));
}

function findPrograms() {
  const server = findProgram('rabbitmq-server', brokerFolders);
  const names = findProgram('epmd');
  return server && names ? { server, names } : undefined;
}

/**
 * @param {import('./launch-context.mjs').LaunchContext} context
 * @param {string[]} packages
 */
async function install(context, packages) {
  const names = packages.join(' and ');
  const right = await rightToInstall(context.env);
  if ('refusal' in right) {
    throw new LaunchError(
      `The cluster profile needs ${names}, which ${packages.length > 1 ? 'are' : 'is'} not on this machine. Install with: ${installCommand(packages)} (not done for you: ${right.refusal}), or name running services with REDIS_URL and RABBITMQ_URL.`,
    );
  }
  const log = context.logOf('install');
  const installed = await context.terminal.step(`Installing ${names}`, () =>
    installPackages(right.prefix, packages, log),
  );
  if (!installed) throw new LaunchError(`Installing ${names} failed.`, { output: log.tail(30) });
}

/**
 * @param {import('./launch-context.mjs').LaunchContext} context
 * @param {string} part
 * @param {string} url
 */
function external(context, part, url) {
  context.board.set(part, { state: 'external', detail: describeUrl(url) });
  return url;
}
