import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/**
 * Why the packages must be installed, or nothing when they are as the lock file says. npm writes its own list of what
 * it installed as its last step, so an interrupted installation is noticed too.
 *
 * @param {string} root
 * @returns {string | undefined}
 */
export function reasonToInstall(root) {
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return 'packages are not installed yet';
  const present = packagesOf(installed);
  for (const [name, wanted] of Object.entries(packagesOf(join(root, 'package-lock.json')))) {
    if (name === '' || wanted.link) continue;
    const found = present[name];
    // Optional packages are those of other platforms.
    if (!found && wanted.optional) continue;
    if (found?.version !== wanted.version) return `${name.replace(/^.*node_modules\//, '')} changed`;
  }
  return undefined;
}

/**
 * @param {string} path
 * @returns {Record<string, { version?: string, optional?: boolean, link?: boolean }>}
 */
function packagesOf(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages ?? {};
}

/**
 * One line for the contents of files and folders: the same text, the same digest, whatever the times say (a checkout or
 * a copy changes those).
 *
 * @param {string} root
 * @param {string[]} paths
 * @param {(path: string) => boolean} [skip]
 */
export function digestOf(root, paths, skip = () => false) {
  const digest = createHash('sha256');
  for (const path of paths.flatMap((start) => filesBelow(join(root, start), skip)).sort()) {
    digest
      .update(`${relative(root, path)}\0`)
      .update(readFileSync(path))
      .update('\0');
  }
  return digest.digest('hex');
}

/**
 * @param {string} path
 * @param {(path: string) => boolean} skip
 * @returns {string[]}
 */
function filesBelow(path, skip) {
  if (skip(path) || !existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => name !== 'node_modules')
    .flatMap((name) => filesBelow(join(path, name), skip));
}
