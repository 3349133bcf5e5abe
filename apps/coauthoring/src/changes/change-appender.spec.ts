import type { PendingChange, StoredChange } from '#libs/persistence';
import { Logger } from '@nestjs/common';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { testConfig } from '../../../../test/support/test-config.js';
import { EditingSession } from '../session/editing-session.js';
import type { EditorConnection } from '../session/editor-connection.js';
import { ChangeAppender } from './change-appender.js';
import type { QueuedChange } from './queued-change.js';
import { changeIdentity } from './change-identity.js';
import type { CommitNotifier } from './commit-notifier.js';

Logger.overrideLogger(false);

/** A change log in memory; the test decides when a commit ends and how. */
class FakeLog {
  readonly batches: (readonly PendingChange[])[] = [];
  readonly rows: StoredChange[] = [];
  /** what the next commits do, in order; then they work */
  readonly troubles: (object | 'refuse' | Promise<void>)[] = [];
  /** documents that are not open for editing */
  readonly closed = new Set<string>();
  isBad: (change: PendingChange) => boolean = () => false;

  async append(batch: readonly PendingChange[]): Promise<StoredChange[]> {
    this.batches.push(batch);
    const trouble = this.troubles.shift();
    if (trouble instanceof Promise) await trouble;
    else if (trouble) throw Object.assign(new Error('trouble'), trouble);
    if (batch.some(this.isBad)) throw Object.assign(new Error('invalid byte sequence'), { code: '22021' });
    const ids = batch.map(changeIdentity);
    expect(new Set(ids).size, 'one statement must not name a change twice').toBe(ids.length);
    for (const change of batch) {
      if (
        this.closed.has(change.key) ||
        this.rows.some((row) => changeIdentity(row) === changeIdentity(change))
      )
        continue;
      const seq = this.rows.filter((row) => row.key === change.key).length + 1;
      this.rows.push({ key: change.key, clientId: change.clientId, counter: change.counter, seq });
    }
    return this.rows.filter((row) => ids.includes(changeIdentity(row)));
  }
}

const connectionOf = (id: string) => {
  const pauseReading = vi.fn();
  const resumeReading = vi.fn();
  return { id, pauseReading, resumeReading } as unknown as EditorConnection & {
    pauseReading: typeof pauseReading;
    resumeReading: typeof resumeReading;
  };
};

function open(settings: object = {}) {
  const log = new FakeLog();
  const config = testConfig({ NODE_CONFIG: JSON.stringify({ quire: { relay: settings } }) });
  const committed: { batch: string[]; stored: string[] }[] = [];
  const notifier = {
    committed: (batch: readonly QueuedChange[], stored: readonly StoredChange[]) => {
      const ids = new Set(stored.map(changeIdentity));
      committed.push({
        batch: batch.map(nameOf),
        stored: batch.filter((change) => ids.has(changeIdentity(change))).map(nameOf),
      });
    },
    refuseUnstorable: vi.fn(),
  };
  const appender = new ChangeAppender(config, log as never, notifier as unknown as CommitNotifier);
  const sessions = new Map<string, EditingSession>();
  const change = (key: string, counter: number, more: Partial<QueuedChange> = {}): QueuedChange => {
    const session = sessions.get(key) ?? new EditingSession(key);
    sessions.set(key, session);
    return {
      session,
      connection: connectionOf('c'),
      key,
      generation: 1,
      clientId: 'ann',
      counter,
      authorIndex: 1,
      userId: 'u1',
      userName: 'Ann',
      payload: new Uint8Array(10),
      ...more,
    };
  };
  return { log, notifier, committed, appender, change };
}

const nameOf = ({ key, clientId, counter }: Pick<PendingChange, 'key' | 'clientId' | 'counter'>) =>
  `${key}/${clientId}/${counter}`;

function gate() {
  let release = () => {};
  const closed = new Promise<void>((resolve) => (release = resolve));
  return { closed, release };
}

describe('group commit', () => {
  beforeEach(() => {
    vi.useRealTimers();
  });

  it('stores what came in one turn of the event loop with one statement, for all documents', async () => {
    const { log, appender, change } = open();
    for (const next of [change('a', 1), change('b', 1), change('a', 2)]) appender.enqueue(next);
    await appender.drained();
    expect(log.batches.map((batch) => batch.map(nameOf))).toEqual([['a/ann/1', 'b/ann/1', 'a/ann/2']]);
  });

  it('stores with one statement what queued while a commit ran, in the order it came', async () => {
    const { log, appender, change } = open();
    const { closed, release } = gate();
    log.troubles.push(closed);
    appender.enqueue(change('a', 1));
    await vi.waitFor(() => expect(log.batches).toHaveLength(1));
    for (const counter of [2, 3, 4]) appender.enqueue(change('a', counter));
    release();
    await appender.drained();
    expect(log.batches.map((batch) => batch.map(nameOf))).toEqual([
      ['a/ann/1'],
      ['a/ann/2', 'a/ann/3', 'a/ann/4'],
    ]);
    expect(log.rows.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  });

  it('puts at most the allowed number of rows into one statement', async () => {
    const { log, appender, change } = open({ maxRowsPerCommit: 2 });
    for (const counter of [1, 2, 3, 4, 5]) appender.enqueue(change('a', counter));
    await appender.drained();
    expect(log.batches.map((batch) => batch.length)).toEqual([2, 2, 1]);
    expect(log.rows.map(({ counter }) => counter)).toEqual([1, 2, 3, 4, 5]);
  });

  it('puts at most the allowed number of bytes into one statement, and a larger change alone', async () => {
    const { log, appender, change } = open({ maxBytesPerCommit: 100 });
    const sizes = [40, 40, 40, 300, 10];
    sizes.forEach((size, i) => appender.enqueue({ ...change('a', i + 1), payload: new Uint8Array(size) }));
    await appender.drained();
    expect(log.batches.map((batch) => batch.map(({ payload }) => payload.byteLength))).toEqual([
      [40, 40],
      [40],
      [300],
      [10],
    ]);
  });

  it('announces a change only after its commit', async () => {
    const { log, appender, change, committed } = open();
    const { closed, release } = gate();
    log.troubles.push(closed);
    appender.enqueue(change('a', 1));
    await vi.waitFor(() => expect(log.batches).toHaveLength(1));
    expect(committed).toEqual([]);
    release();
    await appender.drained();
    expect(committed).toEqual([{ batch: ['a/ann/1'], stored: ['a/ann/1'] }]);
  });

  it('sends a change once that an author and a peer both brought, and answers both', async () => {
    const { log, appender, change, committed } = open();
    appender.enqueue(change('a', 1));
    appender.enqueue(change('a', 1));
    appender.enqueue(change('a', 1, { clientId: 'bob' }));
    await appender.drained();
    expect(log.batches[0]?.map(nameOf)).toEqual(['a/ann/1', 'a/bob/1']);
    expect(committed[0]?.stored).toEqual(['a/ann/1', 'a/ann/1', 'a/bob/1']);
  });

  it('hands over what did not come back, so that its author is told', async () => {
    const { log, appender, change, committed } = open();
    log.closed.add('closed');
    appender.enqueue(change('closed', 1));
    appender.enqueue(change('a', 1));
    await appender.drained();
    expect(committed).toEqual([{ batch: ['closed/ann/1', 'a/ann/1'], stored: ['a/ann/1'] }]);
  });

  it('tries again while the database is away, losing nothing and keeping the order', async () => {
    vi.useFakeTimers();
    const { log, appender, change, committed } = open();
    log.troubles.push({ code: 'ECONNREFUSED' }, { code: '57P01' }, { message: 'Connection terminated' });
    appender.enqueue(change('a', 1));
    await vi.advanceTimersByTimeAsync(50);
    appender.enqueue(change('a', 2));
    await vi.advanceTimersByTimeAsync(10_000);
    await appender.drained();
    expect(log.rows.map(nameOf)).toEqual(['a/ann/1', 'a/ann/2']);
    expect(committed.flatMap(({ stored }) => stored)).toEqual(['a/ann/1', 'a/ann/2']);
  });

  it.each(['23505', '40P01'])('tries again at once when another replica was quicker (%s)', async (code) => {
    const { log, appender, change, committed } = open();
    log.troubles.push({ code });
    appender.enqueue(change('a', 1));
    await appender.drained();
    expect(log.batches).toHaveLength(2);
    expect(committed).toHaveLength(1);
  });

  it('does not spin when a conflict stays', async () => {
    vi.useFakeTimers();
    const { log, appender, change } = open();
    log.troubles.push(...Array.from({ length: 12 }, () => ({ code: '23505' })));
    appender.enqueue(change('a', 1));
    await vi.advanceTimersByTimeAsync(1);
    expect(log.batches.length).toBeLessThan(10);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(log.rows).toHaveLength(1);
  });

  it('refuses a change that can never be stored and keeps all others', async () => {
    const { log, appender, change, committed, notifier } = open();
    log.isBad = ({ counter }) => counter === 3;
    for (const counter of [1, 2, 3, 4, 5]) appender.enqueue(change('a', counter));
    await appender.drained();
    expect(log.rows.map(({ counter }) => counter)).toEqual([1, 2, 4, 5]);
    expect(committed.flatMap(({ stored }) => stored)).toHaveLength(4);
    expect(notifier.refuseUnstorable).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ counter: 3 }),
    );
  });

  it('does not store again what could not be announced, and goes on', async () => {
    const { log, appender, change, notifier } = open();
    notifier.committed = () => {
      throw new Error('a socket broke');
    };
    const first = change('a', 1);
    appender.enqueue(first);
    await appender.drained();
    appender.enqueue(change('a', 2));
    await appender.drained();
    expect(log.batches).toHaveLength(2);
    await expect(first.session.flushed()).resolves.toBeUndefined();
  });

  it('lets a session wait until its changes are stored or refused', async () => {
    const { log, appender, change } = open();
    log.closed.add('closed');
    const { closed, release } = gate();
    log.troubles.push(closed);
    const stored = change('a', 1);
    const refused = change('closed', 1);
    appender.enqueue(stored);
    appender.enqueue(refused);
    let isFlushed = false;
    const flushed = Promise.all([stored.session.flushed(), refused.session.flushed()]).then(() => {
      isFlushed = true;
    });
    await vi.waitFor(() => expect(log.batches).toHaveLength(1));
    expect(isFlushed).toBe(false);
    release();
    await flushed;
  });

  it('stops reading from who sends more than can be kept, until half of it is stored', async () => {
    const { log, appender, change } = open({ maxQueuedBytes: 100, maxRowsPerCommit: 1 });
    const { closed, release } = gate();
    log.troubles.push(closed);
    const [quiet, loud] = [connectionOf('quiet'), connectionOf('loud')];
    const payload = new Uint8Array(60);
    appender.enqueue(change('a', 1, { connection: quiet, payload }));
    appender.enqueue(change('a', 2, { connection: loud, payload }));
    appender.enqueue(change('a', 3, { connection: loud, payload: new Uint8Array(10) }));
    expect(quiet.pauseReading).not.toHaveBeenCalled();
    expect(loud.pauseReading).toHaveBeenCalledOnce();
    expect(loud.resumeReading).not.toHaveBeenCalled();
    release();
    await appender.drained();
    expect(loud.resumeReading).toHaveBeenCalledOnce();
    expect(quiet.resumeReading).not.toHaveBeenCalled();
  });
});
