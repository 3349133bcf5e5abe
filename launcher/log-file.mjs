import { closeSync, copyFileSync, existsSync, openSync, readSync, statSync, truncateSync } from 'node:fs';

const largest = 20 * 1024 * 1024;
const lookEvery = 60_000;

/**
 * The log of one part. The process writes to the file itself, so that it can go on writing when the launcher is gone;
 * appending makes it safe to cut the file meanwhile.
 */
export class LogFile {
  /** @param {string} path */
  constructor(path) {
    this.path = path;
    this.cutWhenLarge();
    setInterval(() => this.cutWhenLarge(), lookEvery).unref();
  }

  /**
   * @template T
   * @param {(descriptor: number) => T} use
   * @returns {T}
   */
  open(use) {
    const descriptor = openSync(this.path, 'a', 0o600);
    try {
      return use(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }

  /** Keeps one older file, so a part never needs more than twice the limit. */
  cutWhenLarge(limit = largest) {
    if (!existsSync(this.path) || statSync(this.path).size <= limit) return;
    copyFileSync(this.path, `${this.path}.1`);
    truncateSync(this.path);
  }

  get size() {
    return existsSync(this.path) ? statSync(this.path).size : 0;
  }

  /**
   * @param {number} from
   * @param {number} most
   */
  read(from, most = 64 * 1024) {
    const descriptor = openSync(this.path, 'r');
    try {
      const buffer = Buffer.alloc(most);
      return buffer.subarray(0, readSync(descriptor, buffer, 0, most, from)).toString();
    } finally {
      closeSync(descriptor);
    }
  }

  /** The end of the file, in whole lines. */
  tail(lines = 15, most = 8 * 1024) {
    if (!existsSync(this.path)) return '';
    return this.read(Math.max(0, this.size - most), most)
      .trimEnd()
      .split('\n')
      .slice(-lines)
      .join('\n');
  }
}
