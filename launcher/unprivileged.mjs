import { chownSync, lstatSync, readdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { LaunchError } from './launch-error.mjs';
import { tryCommand } from './run-command.mjs';

const nobody = 65_534;

/**
 * @typedef {object} RunAs
 * @property {string} name
 * @property {string[]} prefix words before the command
 * @property {number} [owner] who must own the data
 */

const direct = { name: 'this user', prefix: [] };
const namespace = {
  name: 'a user namespace',
  prefix: ['unshare', '--user', `--map-user=${nobody}`, `--map-group=${nobody}`, '--'],
};
const dropped = ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'];

/**
 * Ways for root to start a program that refuses root, the best first. A user namespace keeps the files root's own. Where
 * containers forbid that, the program becomes another user; folders closed to it (a checkout in root's home) are then
 * opened to it alone by one inherited capability.
 *
 * @type {RunAs[]}
 */
const waysForRoot = [
  namespace,
  { name: 'an unprivileged user', prefix: [...dropped, '--'], owner: nobody },
  ...['dac_read_search', 'dac_override'].map((capability) => ({
    name: `an unprivileged user with ${capability}`,
    prefix: [...dropped, `--inh-caps=+${capability}`, `--ambient-caps=+${capability}`, '--'],
    owner: nobody,
  })),
];

/**
 * How to run PostgreSQL, which refuses root and users without a name. The folder then belongs to the user it runs as.
 *
 * @param {string} program that must be reachable
 * @param {string} folder that must be reachable
 * @returns {Promise<RunAs>}
 */
export async function wayToRun(program, folder) {
  const ways = process.getuid?.() === 0 ? waysForRoot : hasName() ? [direct] : [namespace];
  const failures = [];
  for (const way of ways) {
    giveTo(way, folder);
    const { code, output } = await probe(way, program, folder);
    if (code === 0) return way;
    failures.push(`${way.name}: ${output.trim() || code}`);
  }
  throw new LaunchError(
    'The built-in PostgreSQL cannot be started by this user. Start Quire as an ordinary user, or give it a database with DATABASE_URL.',
    { output: failures.join('\n') },
  );
}

/**
 * @param {RunAs} way
 * @param {string} program
 * @param {string} folder
 */
function probe(way, program, folder) {
  const [command = 'sh', ...args] = [
    ...way.prefix,
    'sh',
    '-c',
    'test "$(id -u)" != 0 && cd "$2" && exec "$1" --version',
    'sh',
    program,
    folder,
  ];
  return tryCommand(command, args);
}

/**
 * Root gives a folder and all that is in it to the user of `way`.
 *
 * @param {RunAs} way
 * @param {string} path
 */
function giveTo(way, path) {
  if (process.getuid?.() !== 0) return;
  const owner = way.owner ?? 0;
  const entry = lstatSync(path);
  if (entry.uid !== owner) chownSync(path, owner, owner === 0 ? 0 : nobody);
  if (entry.isDirectory()) for (const name of readdirSync(path)) giveTo(way, join(path, name));
}

function hasName() {
  try {
    return userInfo().username !== '';
  } catch {
    // Node throws when the user database does not know this uid, which is all we ask.
    return false;
  }
}
