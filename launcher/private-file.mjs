import { randomUUID } from 'node:crypto';
import { linkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isCode } from './process-identity.mjs';

/**
 * Writes a file that only its owner can read, all of it or nothing: a reader never meets half a file, and a crash
 * leaves the old one.
 *
 * @param {string} path
 * @param {string} text
 */
export function replaceFile(path, text) {
  const draft = draftOf(path, text);
  renameSync(draft, path);
}

/**
 * Like {@link replaceFile}, but keeps a file that is there already.
 *
 * @param {string} path
 * @param {string} text
 * @returns {boolean} whether the file was created
 */
export function createFile(path, text) {
  const draft = draftOf(path, text);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    rmSync(draft);
  }
}

/**
 * @param {string} path
 * @param {string} text
 */
function draftOf(path, text) {
  const draft = `${path}.${randomUUID()}${draftEnding}`;
  writeFileSync(draft, text, { mode: 0o600, flag: 'wx' });
  return draft;
}

/** How the names of unfinished files end; a crash may leave some behind. */
export const draftEnding = '.draft';
