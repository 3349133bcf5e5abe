import * as Y from 'yjs';
import { WordDocumentError } from '../errors.js';

/** Reads every update to its end before any is applied: Yjs would stop in the middle of a broken one. */
export function checkUpdates(updates: readonly Uint8Array[]): void {
  for (const [at, update] of updates.entries()) {
    try {
      Y.decodeUpdate(update);
    } catch (cause) {
      throw new WordDocumentError(
        'malformed-update',
        `Update ${at + 1} of ${updates.length} cannot be read.`,
        { cause },
      );
    }
  }
}
