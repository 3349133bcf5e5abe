import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { LaunchError } from './launch-error.mjs';
import { createFile } from './private-file.mjs';

/** @typedef {{ postgres: string, redis: string, rabbitmq: string }} ServicePasswords */

/**
 * Writes the installation's settings on the first start: tokens are on, with secrets nobody else has.
 *
 * @param {string} path
 */
export function createSettings(path) {
  const shared = { string: randomSecret() };
  const settings = {
    services: {
      CoAuthoring: {
        token: { enable: { browser: true, request: { inbox: true, outbox: true } } },
        secret: { inbox: shared, outbox: shared, browser: shared, session: { string: randomSecret() } },
      },
    },
    storage: { fs: { secretString: randomSecret() } },
  };
  if (!createFile(path, `${JSON.stringify(settings, undefined, 2)}\n`)) readJson(path);
}

/**
 * Passwords of the services that the launcher starts itself. They are made once: the database remembers its own.
 *
 * @param {string} path
 * @param {string} database what must not exist without them
 * @returns {ServicePasswords}
 */
export function servicePasswords(path, database) {
  if (!existsSync(path) && existsSync(database)) {
    throw new LaunchError(
      `${path} is missing, and ${database} cannot be opened without it. Restore it from a backup.`,
    );
  }
  const fresh = { postgres: randomSecret(), redis: randomSecret(), rabbitmq: randomSecret() };
  if (createFile(path, `${JSON.stringify(fresh, undefined, 2)}\n`)) return fresh;
  const known = readJson(path);
  for (const name of Object.keys(fresh)) {
    if (typeof known[name] !== 'string') throw new LaunchError(`${path} has no password for ${name}.`);
  }
  return known;
}

function randomSecret() {
  return randomBytes(32).toString('hex');
}

/** @param {string} path */
function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new LaunchError(
        `${path} is not valid JSON: ${error.message}. Correct it, or restore it from a backup.`,
      );
    }
    throw error;
  }
}
