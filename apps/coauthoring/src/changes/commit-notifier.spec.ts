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
    const soon: unknown[] = [];
    const participant = (clientId: string) =>
      session.connections.add({
        clientId,
        sendLive: (frame: Uint8Array) => live.push({ to: clientId, ...decodeServerMessage(frame) }),
        sendLiveSoon: (frame: Uint8Array) => soon.push({ to: clientId, ...decodeServerMessage(frame) }),
      } as unknown as EditorConnection);
    return { session, live, soon, participant };
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
  it('authors hear at once how far they are stored, the others soon, and nobody hears of other documents', () => {
    const { notifier, sessionOf } = open();
    const [a, b] = [sessionOf('a'), sessionOf('b')];
    for (const name of ['ann', 'bob']) a.participant(name);
    b.participant('eve');
    const batch = [
      change(a.session, 'ann', 1),
      change(b.session, 'eve', 9),
      change(a.session, 'ann', 2),
    ] as const;
    notifier.committed(batch, [row(batch[0], 1), row(batch[1], 5), row(batch[2], 2)]);
    const ofAnn = { type: 'committed', throughSeq: 2, stored: [{ clientId: 'ann', first: 1, last: 2 }] };
    const ofEve = { type: 'committed', throughSeq: 5, stored: [{ clientId: 'eve', first: 9, last: 9 }] };
    expect(a.live).toEqual([{ to: 'ann', ...ofAnn }]);
    expect(a.soon).toEqual([{ to: 'bob', ...ofAnn }]);
    expect(b.live).toEqual([{ to: 'eve', ...ofEve }]);
    expect(b.soon).toEqual([]);
    expect(a.session.changesBytes).toBe(200);
  });

  it('who sent a change that was not taken is told so, and it is not announced', () => {
    const { notifier, replicas, sessionOf } = open();
    const { session, live, soon, participant } = sessionOf('a');
    participant('ann');
    const late = change(session, 'ann', 1);
    notifier.committed([late], []);
    expect(late.send).toHaveBeenCalledExactlyOnceWith({
      type: 'change-refused',
      body: expect.objectContaining({ counter: 1, code: 'document-closed' }),
    });
    expect([...live, ...soon]).toEqual([]);
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
