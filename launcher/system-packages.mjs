import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tryCommand } from './run-command.mjs';

const installer = fileURLToPath(new URL('install-packages.sh', import.meta.url));

export const libreOfficePackages = [
  ...['libreoffice-writer-nogui', 'libreoffice-calc-nogui', 'libreoffice-impress-nogui', 'python3-uno'],
  ...['fonts-liberation', 'fonts-crosextra-carlito', 'fonts-crosextra-caladea', 'poppler-utils'],
];

/**
 * The full path of a program, looked for as the shell does and in the folders that ordinary users often lack.
 *
 * @param {string} name
 * @param {string[]} [moreFolders]
 * @returns {string | undefined}
 */
export function findProgram(name, moreFolders = []) {
  const folders = [
    ...moreFolders,
    ...(process.env.PATH ?? '').split(delimiter),
    '/usr/local/bin',
    '/usr/sbin',
  ];
  return folders
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The words that run a command with the right to install, or why there are none.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ prefix: string[] } | { refusal: string }>}
 */
export async function rightToInstall(env) {
  if (env.QUIRE_NO_INSTALL && env.QUIRE_NO_INSTALL !== '0') return { refusal: 'QUIRE_NO_INSTALL is set' };
  if (!findProgram('apt-get')) return { refusal: 'apt-get is not on this machine' };
  if (process.getuid?.() === 0) return { prefix: [] };
  if ((await tryCommand('sudo', ['-n', 'true'])).code === 0) return { prefix: ['sudo', '-n'] };
  return { refusal: 'that needs root' };
}

/**
 * Installs Debian packages. The installer has a process group of its own and its own log: it is never cut off in the
 * middle, whatever happens to the launcher.
 *
 * @param {string[]} prefix
 * @param {string[]} packages
 * @param {import('./log-file.mjs').LogFile} log
 * @returns {Promise<boolean>} whether it worked
 */
export async function installPackages(prefix, packages, log) {
  const [command = 'sh', ...args] = [...prefix, 'sh', installer, ...packages];
  const child = log.open((file) => spawn(command, args, { detached: true, stdio: ['ignore', file, file] }));
  child.unref();
  const [code] = await once(child, 'exit');
  return code === 0;
}

/** @param {string[]} packages */
export function installCommand(packages) {
  const sudo = process.getuid?.() === 0 ? '' : 'sudo ';
  return `${sudo}apt-get install -y --no-install-recommends ${packages.join(' ')}`;
}
