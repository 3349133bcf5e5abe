import { encodeServerMessage, type ChangeId } from '#libs/protocol';
import type { EditingSession } from '../session/editing-session.js';

/**
 * Tells everybody here what is stored now: the authors at once, since they wait for it; the others with whatever goes
 * to them next, which saves a write to every reader and commit.
 */
export function announceCommit(session: EditingSession, changes: readonly ChangeId[]): void {
  const farthest = new Map<string, number>();
  for (const { clientId, counter } of changes)
    farthest.set(clientId, Math.max(counter, farthest.get(clientId) ?? 0));
  const authors = [...farthest].map(([clientId, counter]) => ({ clientId, counter }));
  const frame = encodeServerMessage({ type: 'committed', throughSeq: session.knownSeq, authors });
  for (const connection of session.connections) {
    if (farthest.has(connection.clientId)) connection.sendLive(frame);
    else connection.sendLiveSoon(frame);
  }
}
