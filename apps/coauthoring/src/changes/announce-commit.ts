import { encodeServerMessage, rangesOf, type ChangeId } from '#libs/protocol';
import type { EditingSession } from '../session/editing-session.js';

/**
 * Tells everybody here what is stored now: the authors at once, since they wait for it; the others with whatever goes
 * to them next, which saves a write to every reader and commit.
 */
export function announceCommit(session: EditingSession, changes: readonly ChangeId[]): void {
  const frame = encodeServerMessage({
    type: 'committed',
    throughSeq: session.knownSeq,
    stored: rangesOf(changes),
  });
  const authors = new Set(changes.map((change) => change.clientId));
  for (const connection of session.connections) {
    if (authors.has(connection.clientId)) connection.sendLive(frame);
    else connection.sendLiveSoon(frame);
  }
}
