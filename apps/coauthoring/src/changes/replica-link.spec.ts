import type { Fanout } from '#libs/platform';
import type { ChangeRepository, LogRow } from '#libs/persistence';
import { decodeServerMessage } from '#libs/protocol';
import { Logger } from '@nestjs/common';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { EditingSession } from '../session/editing-session.js';
import type { EditorConnection } from '../session/editor-connection.js';
import type { QueuedChange } from './queued-change.js';
import { ReplicaLink } from './replica-link.js';
import { encodeReplicaMessage, type ReplicaMessage } from './replica-message.js';

Logger.overrideLogger(false);

/** Messages between replicas; the test may lose some and decide when a subscription becomes active. */
class FakeFanout implements Fanout {
  readonly listeners = new Map<string, Set<(message: Uint8Array) => void>>();
  readonly sent: Uint8Array[] = [];
  ready: Promise<void> = Promise.resolve();

  publish(_channel: string, message: Uint8Array): void {
    this.sent.push(message);
  }

  async subscribe(channel: string, listener: (message: Uint8Array) => void): Promise<() => Promise<void>> {
    await this.ready;
    const listeners = this.listeners.get(channel) ?? new Set();
    this.listeners.set(channel, listeners.add(listener));
    return async () => void listeners.delete(listener);
  }

  bring(message: ReplicaMessage | Uint8Array): void {
    const bytes = message instanceof Uint8Array ? message : encodeReplicaMessage(message);
    for (const listener of this.listeners.get('doc:key-1') ?? []) listener(bytes);
  }

  close = async () => {};
}

const change = (counter: number) => ({ clientId: 'far-away', counter, update: Uint8Array.of(counter) });
const numbered = (...seqs: number[]) => seqs.map((seq) => ({ seq, ...change(seq) }));
const stored = (session: EditingSession, ...seqs: number[]) =>
  seqs.map((seq) => ({
    seq,
    change: {
      session,
      key: 'key-1',
      clientId: 'here',
      counter: seq,
      payload: Uint8Array.of(seq),
    } as QueuedChange,
  }));

describe('replicas', () => {
  let fanout: FakeFanout;
  let session: EditingSession;
  let link: ReplicaLink;
  /** the rows of the log: number of the change = its sequence number */
  let lastSeq: number;
  let queries: number;
  /** what the live connection here was shown: counters of changes, and commits as "through n" */
  let shown: (number | string)[];

  beforeEach(() => {
    fanout = new FakeFanout();
    session = new EditingSession('key-1');
    session.generation = 1;
    lastSeq = 0;
    queries = 0;
    shown = [];
    const show = (frame: Uint8Array) => {
      const message = decodeServerMessage(frame);
      if (message.type === 'changes') shown.push(...message.changes.map(({ counter }) => counter));
      if (message.type === 'committed') shown.push(`through ${message.throughSeq}`);
    };
    session.connections.add({ sendLive: show, sendLiveSoon: show } as unknown as EditorConnection);
    const page = async (_key: string, _generation: number, after: number, through: number, limit: number) => {
      queries++;
      const rows: LogRow[] = [];
      for (let seq = after + 1; seq <= Math.min(through, lastSeq, after + limit); seq++)
        rows.push({ ...change(seq), seq, payload: Buffer.of(seq & 255) } as unknown as LogRow);
      return rows;
    };
    link = new ReplicaLink(fanout, { page } as unknown as ChangeRepository);
  });

  const join = () => link.join(session, () => {});

  it('show what another one stored, in order, and say that it is durable', async () => {
    await join();
    fanout.bring({ type: 'changes', generation: 1, changes: numbered(1, 2) });
    fanout.bring({ type: 'changes', generation: 1, changes: numbered(3) });
    expect(shown).toEqual([1, 2, 'through 2', 3, 'through 3']);
    expect(queries).toBe(0);
  });

  it('read from the database what a lost message would have said', async () => {
    await join();
    lastSeq = 5;
    fanout.bring({ type: 'changes', generation: 1, changes: numbered(4, 5) });
    await vi.waitFor(() => expect(session.knownSeq).toBe(5));
    expect(shown).toEqual([1, 2, 3, 4, 5, 'through 5']);
  });

  it('read a long gap page by page', async () => {
    await join();
    lastSeq = 2_500;
    fanout.bring({ type: 'changes', generation: 1, changes: numbered(2_500) });
    await vi.waitFor(() => expect(session.knownSeq).toBe(2_500));
    expect(queries).toBe(3);
    expect(shown.filter((one) => typeof one === 'number')).toHaveLength(2_500);
  });

  it('also find a gap inside a message', async () => {
    await join();
    lastSeq = 10;
    fanout.bring({ type: 'changes', generation: 1, changes: numbered(1, 10) });
    await vi.waitFor(() => expect(session.knownSeq).toBe(10));
    expect(shown).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 'through 10']);
  });

  it('lose nothing when messages come out of order', async () => {
    await join();
    lastSeq = 3;
    fanout.bring({ type: 'changes', generation: 1, changes: numbered(3) });
    fanout.bring({ type: 'changes', generation: 1, changes: numbered(1) });
    fanout.bring({ type: 'changes', generation: 1, changes: numbered(2) });
    await vi.waitFor(() => expect(session.knownSeq).toBe(3));
    expect(new Set(shown.filter((one) => typeof one === 'number'))).toEqual(new Set([1, 2, 3]));
  });

  it('ignore what they know and what belongs to another generation', async () => {
    await join();
    session.knownSeq = 4;
    fanout.bring({ type: 'changes', generation: 1, changes: numbered(3, 4) });
    fanout.bring({ type: 'changes', generation: 2, changes: numbered(5) });
    expect(shown).toEqual([]);
    expect(session.knownSeq).toBe(4);
  });

  it('accept one change that two people brought', async () => {
    await join();
    fanout.bring({ type: 'changes', generation: 1, changes: numbered(1, 1, 2) });
    expect(session.knownSeq).toBe(2);
    expect(queries).toBe(0);
  });

  it('are told what was stored here, sorted, and own changes are not shown again', () => {
    link.stored(session, stored(session, 2, 1));
    expect(fanout.sent).toEqual([
      encodeReplicaMessage({
        type: 'changes',
        generation: 1,
        changes: [1, 2].map((seq) => ({ seq, clientId: 'here', counter: seq, update: Uint8Array.of(seq) })),
      }),
    ]);
    expect(session.knownSeq).toBe(2);
    expect(shown).toEqual([]);
  });

  it('fetch what others stored in between when their own numbers jump', async () => {
    lastSeq = 3;
    link.stored(session, stored(session, 1));
    link.stored(session, stored(session, 3));
    await vi.waitFor(() => expect(session.knownSeq).toBe(3));
    expect(shown).toContain(2);
    expect(shown.at(-1)).toBe('through 3');
  });

  it('survive a message that they cannot read', async () => {
    await join();
    expect(() => fanout.bring(Uint8Array.of(200))).not.toThrow();
    fanout.bring({ type: 'changes', generation: 1, changes: numbered(1) });
    expect(shown).toEqual([1, 'through 1']);
  });

  it('hand other messages on', async () => {
    const heard = vi.fn();
    await link.join(session, heard);
    fanout.bring({ type: 'look' });
    expect(heard).toHaveBeenCalledExactlyOnceWith({ type: 'look' });
  });

  it('let the second who joins wait for the subscription of the first', async () => {
    let activate = () => {};
    fanout.ready = new Promise((resolve) => (activate = resolve));
    const joined: string[] = [];
    const both = Promise.all(['first', 'second'].map((name) => join().then(() => joined.push(name))));
    await new Promise((resolve) => setImmediate(resolve));
    expect(joined).toEqual([]);
    activate();
    await both;
    expect(fanout.listeners.get('doc:key-1')?.size).toBe(1);
  });

  it('hear of a new session although an earlier one left before it was subscribed', async () => {
    let activate = () => {};
    fanout.ready = new Promise((resolve) => (activate = resolve));
    const earlier = new EditingSession('key-1');
    const joining = link.join(earlier, () => {});
    const leaving = link.leave(earlier);
    const joiningAgain = join();
    activate();
    await Promise.all([joining, leaving, joiningAgain]);
    fanout.bring({ type: 'changes', generation: 1, changes: numbered(1) });
    expect(shown).toEqual([1, 'through 1']);
    expect(fanout.listeners.get('doc:key-1')?.size).toBe(1);
  });

  it('may join again after a subscription that failed', async () => {
    fanout.ready = Promise.reject(new Error('Redis is away'));
    await expect(join()).rejects.toThrow('Redis is away');
    fanout.ready = Promise.resolve();
    await join();
    await link.leave(session);
    expect(fanout.listeners.get('doc:key-1')?.size).toBe(0);
  });
});
