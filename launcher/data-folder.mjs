import { accessSync, constants, mkdirSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LaunchError } from './launch-error.mjs';
import { draftEnding } from './private-file.mjs';

/** Everything that outlives a start is below this folder: documents, database, secrets, logs. */
export class DataFolder {
  /** @param {string} path */
  constructor(path) {
    this.path = path;
    this.run = join(path, 'run');
    this.logs = join(path, 'logs');
    this.lock = join(this.run, 'launcher.lock');
    this.status = join(this.run, 'status.json');
    this.settings = join(path, 'local.json');
    this.servicePasswords = join(path, 'service-passwords.json');
    this.postgres = join(path, 'postgres');
    this.redis = join(path, 'redis');
    this.rabbitmq = join(path, 'rabbitmq');
  }

  /**
   * @param {string} wanted
   * @returns {DataFolder}
   */
  static open(wanted) {
    const path = resolve(wanted);
    try {
      mkdirSync(path, { recursive: true, mode: 0o700 });
      accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
      const folder = new DataFolder(realpathSync(path));
      mkdirSync(folder.run, { recursive: true });
      mkdirSync(folder.logs, { recursive: true });
      return folder;
    } catch (error) {
      throw new LaunchError(
        `The data folder ${path} cannot be used: ${error instanceof Error ? error.message : error}. Choose another with QUIRE_DATA_DIR.`,
        { cause: error },
      );
    }
  }

  /** @param {string} part */
  logOf(part) {
    return join(this.logs, `${part}.log`);
  }

  /** Removes what a crash left half-written. Only for the owner of the lock. */
  removeDrafts() {
    for (const folder of [this.path, this.run]) {
      for (const name of readdirSync(folder)) {
        if (name.endsWith(draftEnding)) rmSync(join(folder, name), { recursive: true, force: true });
      }
    }
  }
}
