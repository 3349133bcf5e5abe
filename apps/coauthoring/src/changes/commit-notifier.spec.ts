import type { StoredChange } from '#libs/persistence';
import { decodeServerMessage } from '#libs/protocol';
import { describe, expect, it, vi } from 'vitest';
import { EditingSession } from '../session/editing-session.js';
import type { EditorConnection } from '../session/editor-connection.js';
import type { QueuedChange } from './queued-change.js';
import { CommitNotifier } from './commit-notifier.js';
import type { ReplicaLink } from './replica-link.js';

function open() {
  const replicas = {
    stored: vi.fn((session: EditingSession, changes: { seq: number }[]) => {
      session.knownSeq = Math.max(...changes.map(({ seq }) => seq));
    }),
  };
  const notifier = new CommitNotifier(replicas as unknown as ReplicaLink);
  const sessionOf = (key: string) => {
    const session = new EditingSession(key);
    const live: unknown[] = [];
    session.connections.add({
      sendLive: (frame: Uint8Array) => live.push(decodeServerMessage(frame)),
    } as unknown as EditorConnection);
    return { session, live };
  };
  return { notifier, replicas, sessionOf };
}

const change = (session: EditingSession, clientId: string, counter: number) => {
  const send = vi.fn();
  const queued = {
    session,
    connection: { send } as unknown as EditorConnection,
    key: session.documentKey,
    clientId,
    counter,
    payload: new Uint8Array(100),
  } as unknown as QueuedChange;
  return Object.assign(queued, { send });
};
const row = ({ key, clientId, counter }: QueuedChange, seq: number): StoredChange => ({
  key,
  clientId,
  counter,
  seq,
});

describe('after a commit', () => {
  it('everybody in a document hears how far each author is stored, and nobody hears of other documents', () => {
    const { notifier, sessionOf } = open();
    const [a, b] = [sessionOf('a'), sessionOf('b')];
    const batch = [
      change(a.session, 'ann', 1),
      change(b.session, 'eve', 9),
      change(a.session, 'ann', 2),
    ] as const;
    notifier.committed(batch, [row(batch[0], 1), row(batch[1], 5), row(batch[2], 2)]);
    expect(a.live).toEqual([
      { type: 'committed', throughSeq: 2, authors: [{ clientId: 'ann', counter: 2 }] },
    ]);
    expect(b.live).toEqual([
      { type: 'committed', throughSeq: 5, authors: [{ clientId: 'eve', counter: 9 }] },
    ]);
    expect(a.session.changesBytes).toBe(200);
  });

  it('who sent a change that was not taken is told so, and it is not announced', () => {
    const { notifier, replicas, sessionOf } = open();
    const { session, live } = sessionOf('a');
    const late = change(session, 'ann', 1);
    notifier.committed([late], []);
    expect(late.send).toHaveBeenCalledExactlyOnceWith({
      type: 'change-refused',
      body: expect.objectContaining({ counter: 1, code: 'document-closed' }),
    });
    expect(live).toEqual([]);
    expect(replicas.stored).not.toHaveBeenCalled();
    expect(session.changesBytes).toBe(0);
  });

  it('a change that can never be stored is refused with another reason', () => {
    const { notifier, sessionOf } = open();
    const bad = change(sessionOf('a').session, 'ann', 1);
    notifier.refuseUnstorable(bad);
    expect(bad.send).toHaveBeenCalledExactlyOnceWith({
      type: 'change-refused',
      body: expect.objectContaining({ counter: 1, code: 'malformed-message' }),
    });
  });
});
