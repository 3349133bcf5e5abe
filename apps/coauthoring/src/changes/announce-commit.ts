import { encodeServerMessage, type ChangeId } from '#libs/protocol';
import type { EditingSession } from '../session/editing-session.js';

/** Tells everybody here what is stored now. */
export function announceCommit(session: EditingSession, changes: readonly ChangeId[]): void {
  const farthest = new Map<string, number>();
  for (const { clientId, counter } of changes)
    farthest.set(clientId, Math.max(counter, farthest.get(clientId) ?? 0));
  const authors = [...farthest].map(([clientId, counter]) => ({ clientId, counter }));
  session.broadcastFrame(encodeServerMessage({ type: 'committed', throughSeq: session.knownSeq, authors }));
}
