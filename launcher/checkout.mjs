import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { FolderLock } from './folder-lock.mjs';
import { digestOf, reasonToInstall } from './freshness.mjs';
import { replaceFile } from './private-file.mjs';
import { commandFailed, runCommand, tryCommand } from './run-command.mjs';

// Development packages hold the compiler, so NODE_ENV=production must not leave them out.
const installFlags = ['--include=dev', '--no-audit', '--no-fund'];
const installAdvice = 'Check the network and that this folder is yours to write, then start again.';

/**
 * @typedef {object} Build
 * @property {string} title
 * @property {string} script
 * @property {string} result a file that exists once it was built
 * @property {string} stamp
 * @property {() => string} digest
 */

/** Brings the checkout into a state that can run: packages installed, servers and pages built. */
export class Checkout {
  /**
   * @param {string} root
   * @param {import('./terminal.mjs').Terminal} terminal
   * @param {AbortSignal} [signal]
   */
  constructor(root, terminal, signal) {
    this.root = root;
    this.terminal = terminal;
    this.signal = signal;
  }

  async prepare() {
    if (!reasonToInstall(this.root) && this.#staleBuilds().length === 0) return;
    const lock = await this.#lock();
    try {
      await this.#install();
      for (const build of this.#staleBuilds()) await this.#build(build);
    } finally {
      lock.release();
    }
  }

  async #install() {
    const reason = reasonToInstall(this.root);
    if (!reason) return;
    await this.terminal.step(`Installing packages: ${reason}`, async () => {
      const ci = await tryCommand('npm', ['ci', ...installFlags], this.#here);
      if (ci.code === 0) return;
      // A registry may lack packages of other platforms. `npm ci` then calls the lock file incomplete and stops, while
      // `npm install` takes the very versions of the lock file and leaves it as it is.
      if (!ci.output.includes('EUSAGE')) throw commandFailed('npm ci', ci, installAdvice);
      await runCommand('npm', ['install', '--no-save', ...installFlags], {
        ...this.#here,
        advice: installAdvice,
      });
    });
  }

  /** @param {Build} build */
  async #build(build) {
    const digest = build.digest();
    await this.terminal.step(build.title, () =>
      runCommand('npm', ['run', build.script], { ...this.#here, advice: 'The sources do not build.' }),
    );
    replaceFile(build.stamp, digest);
  }

  /** @returns {Build[]} */
  #staleBuilds() {
    return this.#builds().filter(
      (build) => !existsSync(build.result) || readStamp(build.stamp) !== build.digest(),
    );
  }

  /** @returns {Build[]} */
  #builds() {
    const dist = join(this.root, 'dist');
    const web = join(this.root, 'apps', 'web');
    const isTest = (/** @type {string} */ path) => /\.(spec|engine)\.tsx?$/.test(path);
    return [
      {
        title: 'Building the servers',
        script: 'build',
        result: join(dist, 'apps', 'standalone', 'src', 'main.js'),
        stamp: join(dist, '.servers.sha256'),
        digest: () =>
          digestOf(
            this.root,
            ['apps', 'libs', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'],
            (path) => path === web || isTest(path),
          ),
      },
      {
        title: 'Building the pages',
        script: 'build:web',
        result: join(dist, 'web'),
        stamp: join(dist, '.web.sha256'),
        digest: () => digestOf(this.root, ['apps/web', 'libs', 'package-lock.json'], isTest),
      },
    ];
  }

  get #here() {
    return { cwd: this.root, ...(this.signal && { signal: this.signal }) };
  }

  /** Two first starts at once must not install into the same folder. */
  async #lock() {
    mkdirSync(join(this.root, '.cache'), { recursive: true });
    const path = join(this.root, '.cache', 'checkout.lock');
    const first = FolderLock.take(path);
    if ('lock' in first) return first.lock;
    return this.terminal.step(
      `Waiting for another start (process ${first.holder.pid}) to install and build`,
      async () => {
        for (;;) {
          await pause(250, undefined, this.signal && { signal: this.signal });
          const next = FolderLock.take(path);
          if ('lock' in next) return next.lock;
        }
      },
    );
  }
}

/** @param {string} path */
function readStamp(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
