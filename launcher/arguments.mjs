import { LaunchError } from './launch-error.mjs';

export const profiles = /** @type {const} */ (['standalone', 'cluster']);
/** @typedef {typeof profiles[number]} Profile */
/** @typedef {{ profile: Profile, help: boolean, logs: boolean }} StartOptions */

export const startHelp = `npm start [-- options]        one process, everything it needs is inside
npm run start:cluster         one process per app, with RabbitMQ and Redis

options
  --profile standalone|cluster
  --logs                      also print the logs of every part
  --help

environment
  PORT             port of the pages and the API; default 8000 or the next free one, 0 = any free port
  QUIRE_DATA_DIR   where documents, database and secrets live; default ./data
  DATABASE_URL     use this PostgreSQL instead of the built-in one
  REDIS_URL, RABBITMQ_URL   use these services in the cluster profile
  QUIRE_NO_INSTALL=1        never install system packages`;

/**
 * @param {string[]} given
 * @returns {StartOptions}
 */
export function parseStartArguments(given) {
  /** @type {StartOptions} */
  const options = { profile: 'standalone', help: false, logs: false };
  const rest = given.flatMap((word) =>
    word.startsWith('--profile=') ? ['--profile', word.slice(10)] : [word],
  );
  while (rest.length > 0) {
    const word = rest.shift();
    if (word === '--help' || word === '-h') options.help = true;
    else if (word === '--logs') options.logs = true;
    else if (word === '--profile') options.profile = profileNamed(rest.shift());
    else throw new LaunchError(`Unknown option ${word}.\n\n${startHelp}`);
  }
  return options;
}

/** @param {string | undefined} name */
function profileNamed(name) {
  const profile = profiles.find((known) => known === name);
  if (!profile)
    throw new LaunchError(`--profile must be one of ${profiles.join(', ')}, not ${name ?? 'empty'}.`);
  return profile;
}
