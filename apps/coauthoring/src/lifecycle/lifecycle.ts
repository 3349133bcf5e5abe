import type { DocumentEntity, DocumentPatch, DocumentTransaction } from '#libs/persistence';
import { Logger } from '@nestjs/common';
import { transitions, type DocumentEvent } from './transitions.js';

const logger = new Logger('lifecycle');

/**
 * Moves the locked document by the table. False when the event has no effect in its state, or when it belongs to an
 * earlier `token` (a stale timer, job or retry).
 */
export async function apply(
  transaction: DocumentTransaction,
  event: DocumentEvent,
  options: { token?: string; patch?: DocumentPatch } = {},
): Promise<boolean> {
  const { document } = transaction;
  if (!document || (options.token !== undefined && options.token !== document.token)) return false;
  const transition = transitions[document.state][event];
  if (!transition) return false;
  const from = { state: document.state, token: document.token };
  if (transition.to === from.state) {
    if (options.patch) await transaction.update(options.patch);
    return true;
  }
  const moved = await transaction.moveTo(from, transition.to, options.patch);
  if (moved) logger.log({ message: `${from.state} → ${transition.to}`, event, documentKey: document.key });
  return moved;
}

/** The document of a transaction that is known to exist. */
export function present(transaction: DocumentTransaction): DocumentEntity {
  if (!transaction.document) throw new Error('the document row disappeared while it was locked');
  return transaction.document;
}
