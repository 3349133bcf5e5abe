import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync } from 'node:fs';
import { createFile, draftEnding } from './private-file.mjs';
import { identityOf, isCode, isSameProcess } from './process-identity.mjs';

/** @typedef {{ pid: number, identity: string }} LockOwner */

/** A lock file that names a living process. It is stale, and taken over, when that process is gone. */
export class FolderLock {
  /**
   * @param {string} path
   * @param {LockOwner} owner
   */
  constructor(path, owner) {
    this.path = path;
    this.owner = owner;
  }

  /**
   * @param {string} path
   * @returns {{ lock: FolderLock, stale?: LockOwner } | { holder: LockOwner }} the lock, or who has it
   */
  static take(path) {
    const owner = { pid: process.pid, identity: identityOf(process.pid) ?? '' };
    let stale;
    for (;;) {
      if (createFile(path, JSON.stringify(owner)))
        return { lock: new FolderLock(path, owner), ...(stale && { stale }) };
      const found = readOwner(path);
      if (found && isSameProcess(found.pid, found.identity)) return { holder: found };
      stale = found;
      discard(path, found);
    }
  }

  release() {
    if (readOwner(this.path)?.identity === this.owner.identity) rmSync(this.path, { force: true });
  }
}

/**
 * Removes a stale lock. Between reading and removing, another launcher may have taken it; then it is put back.
 *
 * @param {string} path
 * @param {LockOwner | undefined} expected
 */
function discard(path, expected) {
  const aside = `${path}.${randomUUID()}${draftEnding}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return;
    throw error;
  }
  const found = readOwner(aside);
  if (found && found.identity !== expected?.identity) createFile(path, JSON.stringify(found));
  rmSync(aside, { force: true });
}

/**
 * @param {string} path
 * @returns {LockOwner | undefined}
 */
function readOwner(path) {
  try {
    const { pid, identity } = JSON.parse(readFileSync(path, 'utf8'));
    return Number.isSafeInteger(pid) && typeof identity === 'string' ? { pid, identity } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}
