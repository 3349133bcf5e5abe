import { Injectable } from '@nestjs/common';
import type { ErrorCode } from '#libs/errors';
import type { StoredChange } from '#libs/persistence';
import type { EditingSession } from '../session/editing-session.js';
import type { QueuedChange } from './queued-change.js';
import { announceCommit } from './announce-commit.js';
import { ReplicaLink, type NumberedChange } from './replica-link.js';
import { changeIdentity } from './change-identity.js';

/** After a commit: acknowledges to the authors, tells the other participants and the other replicas. */
@Injectable()
export class CommitNotifier {
  constructor(private readonly replicas: ReplicaLink) {}

  committed(batch: readonly QueuedChange[], stored: readonly StoredChange[]): void {
    const seqOf = new Map(stored.map((change) => [changeIdentity(change), change.seq]));
    for (const [session, changes] of bySession(batch)) {
      const numbered: NumberedChange[] = [];
      for (const change of changes) {
        const seq = seqOf.get(changeIdentity(change));
        if (seq === undefined) refuse(change, CLOSED);
        else numbered.push({ change, seq });
      }
      if (numbered.length === 0) continue;
      this.replicas.stored(session, numbered);
      for (const { change } of numbered) session.changesBytes += change.payload.byteLength;
      announceCommit(
        session,
        numbered.map(({ change }) => change),
      );
    }
  }

  /** The database does not take this change, now or later. */
  refuseUnstorable(change: QueuedChange): void {
    refuse(change, UNSTORABLE);
  }
}

interface Refusal {
  readonly code: ErrorCode;
  readonly message: string;
}

/** The document stopped being open for editing while the change was on its way. */
const CLOSED: Refusal = {
  code: 'document-closed',
  message: 'This version of the document has been saved and closed; the last edit was not taken.',
};
const UNSTORABLE: Refusal = {
  code: 'malformed-message',
  message: 'The last edit could not be stored; it was not taken.',
};

function refuse(change: QueuedChange, refusal: Refusal): void {
  change.connection.send({ type: 'change-refused', body: { counter: change.counter, ...refusal } });
}

function bySession(batch: readonly QueuedChange[]): Map<EditingSession, QueuedChange[]> {
  const groups = new Map<EditingSession, QueuedChange[]>();
  for (const change of batch) {
    const group = groups.get(change.session);
    if (group) group.push(change);
    else groups.set(change.session, [change]);
  }
  return groups;
}
