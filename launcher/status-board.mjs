import { rmSync } from 'node:fs';
import { replaceFile } from './private-file.mjs';

/** @typedef {{ state: string, detail: string, pid?: number }} PartStatus */
/** @typedef {'starting' | 'ready' | 'stopping'} LauncherState */

/** What runs and how it is, always current in a file that tools and tests read. */
export class StatusBoard {
  /** @type {Record<string, PartStatus>} */
  #parts = {};
  /** @type {LauncherState} */
  #state = 'starting';
  #url = '';

  /**
   * @param {string} path
   * @param {string} profile
   */
  constructor(path, profile) {
    this.path = path;
    this.profile = profile;
    this.#write();
  }

  /**
   * @param {string} name
   * @param {PartStatus} status
   */
  set(name, status) {
    this.#parts[name] = status;
    this.#write();
  }

  /** @param {string} name */
  get(name) {
    return this.#parts[name];
  }

  /** @param {string} url */
  serveAt(url) {
    this.#url = url;
    this.#write();
  }

  /** @param {LauncherState} state */
  enter(state) {
    this.#state = state;
    this.#write();
  }

  get state() {
    return this.#state;
  }

  get url() {
    return this.#url;
  }

  remove() {
    rmSync(this.path, { force: true });
  }

  #write() {
    const { profile } = this;
    const at = new Date().toISOString();
    const status = { pid: process.pid, profile, url: this.#url, state: this.#state, parts: this.#parts, at };
    replaceFile(this.path, `${JSON.stringify(status, undefined, 2)}\n`);
  }
}
