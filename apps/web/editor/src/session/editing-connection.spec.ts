import { CLOSE_CODES, type OutgoingChange, type ServerMessage } from '#libs/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EditingConnection } from './editing-connection.js';
import { openedMessage, ServerInMemory } from './server-in-memory.js';

const ME = 'client-me-1';
const base = { masterDigest: 'digest', engineVersion: '2.30.0', yjsVersion: '13', seedHash: 'seed' };
const bytes = (...values: number[]): Uint8Array => new Uint8Array(values);
const change = (clientId: string, counter: number): OutgoingChange => ({
  clientId,
  counter,
  update: bytes(counter),
});
const opened = (overrides: Partial<typeof openedMessage> = {}): ServerMessage => ({
  type: 'opened',
  body: { ...openedMessage, ...overrides },
});
const synced = (throughSeq: number): ServerMessage => ({ type: 'synced', body: { throughSeq } });

function setUp() {
  const server = new ServerInMemory();
  const events = {
    link: vi.fn(),
    opening: vi.fn(),
    opened: vi.fn(),
    remoteUpdates: vi.fn(),
    synced: vi.fn(),
    participants: vi.fn(),
    awareness: vi.fn(),
    saveState: vi.fn(),
    warning: vi.fn(),
    closedForEditing: vi.fn(),
    changeRefused: vi.fn(),
    changesMoved: vi.fn(),
    ended: vi.fn(),
  };
  const connection = new EditingConnection({
    openSocket: server.openSocket,
    clientId: ME,
    config: { document: { key: 'k' } },
    events,
    random: () => 1,
  });
  connection.start();
  return { server, events, connection };
}

function joined(throughSeq = 10) {
  const all = setUp();
  all.server.last.accept();
  all.server.last.say(opened());
  all.connection.baseReady(base);
  all.server.last.say(synced(throughSeq));
  return all;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('joining', () => {
  it('greets with protocol, client and configuration, and proves the base once it is computed', () => {
    const { server } = joined();
    expect(server.last.received[0]).toEqual({
      type: 'hello',
      body: { protocol: 1, clientId: ME, config: { document: { key: 'k' } } },
    });
    expect(server.last.of('base-ready')).toEqual([{ type: 'base-ready', body: { base } }]);
  });

  it('hands on what the server stored, and is synced only when the server says so', () => {
    const { server, events } = setUp();
    server.last.accept();
    server.last.say({ type: 'opening', body: { step: 'converting' } }, opened());
    server.last.say({ type: 'snapshot', throughSeq: 7, update: bytes(9) });
    server.last.say({ type: 'changes', changes: [change('other-one', 1)] });
    expect(events.opening).toHaveBeenCalledWith('converting');
    expect(events.remoteUpdates.mock.calls).toEqual([[[bytes(9)]], [[bytes(1)]]]);
    expect(events.synced).not.toHaveBeenCalled();
    server.last.say(synced(8));
    expect(events.synced).toHaveBeenCalledOnce();
    expect(events.link).toHaveBeenLastCalledWith('online');
  });
});

describe('own changes', () => {
  it('of one moment go out in one frame', async () => {
    const { server, connection } = joined();
    connection.addLocalUpdate(bytes(1));
    connection.addLocalUpdate(bytes(2));
    await Promise.resolve();
    expect(server.last.of('changes')).toHaveLength(1);
    expect(server.last.changes()).toEqual([`${ME}:1`, `${ME}:2`]);
    expect(connection.unacknowledged).toBe(2);
    expect(connection.unsent).toBe(0);
  });

  it('are acknowledged only by a commit that names their author', async () => {
    const { server, connection } = joined();
    connection.addLocalUpdate(bytes(1));
    connection.addLocalUpdate(bytes(2));
    await Promise.resolve();
    server.last.say({
      type: 'committed',
      throughSeq: 11,
      stored: [{ clientId: 'other-one', first: 5, last: 5 }],
    });
    expect(connection.unacknowledged).toBe(2);
    server.last.say({ type: 'committed', throughSeq: 12, stored: [{ clientId: ME, first: 1, last: 1 }] });
    expect(connection.unacknowledged).toBe(1);
    server.last.say({ type: 'committed', throughSeq: 13, stored: [{ clientId: ME, first: 2, last: 2 }] });
    expect(connection.unacknowledged).toBe(0);
    expect(connection.storedThrough).toBe(13);
  });

  it('wait while there is no connection, and go out in their order after it is back', async () => {
    const { server, connection } = joined();
    connection.addLocalUpdate(bytes(1));
    await Promise.resolve();
    server.last.close(1006);
    connection.addLocalUpdate(bytes(2));
    await Promise.resolve();
    expect(connection.unsent).toBe(2);
    await vi.advanceTimersByTimeAsync(0);
    server.last.accept();
    server.last.say(opened());
    expect(server.last.changes()).toEqual([]);
    server.last.say(synced(10));
    expect(server.last.changes()).toEqual([`${ME}:1`, `${ME}:2`]);
    expect(connection.unsent).toBe(0);
    expect(connection.unacknowledged).toBe(2);
  });

  it('that the server turns out to have stored are not sent again', async () => {
    const { server, connection } = joined();
    connection.addLocalUpdate(bytes(1));
    connection.addLocalUpdate(bytes(2));
    await Promise.resolve();
    server.last.close(1006);
    await vi.advanceTimersByTimeAsync(0);
    server.last.accept();
    server.last.say(opened(), { type: 'changes', changes: [change(ME, 1)] }, synced(11));
    expect(server.last.changes()).toEqual([`${ME}:2`]);
    expect(connection.unacknowledged).toBe(1);
  });

  it('that the server refuses are reported and never sent again', async () => {
    const { server, connection, events } = joined();
    connection.addLocalUpdate(bytes(1));
    await Promise.resolve();
    server.last.say({ type: 'change-refused', body: { counter: 1, code: 'not-allowed', message: 'no' } });
    expect(events.changeRefused).toHaveBeenCalledOnce();
    expect(connection.unacknowledged).toBe(0);
  });
});

describe('connecting again', () => {
  it('says which session it belongs to and what it already has', async () => {
    const { server } = joined(42);
    server.last.close(1006);
    await vi.advanceTimersByTimeAsync(0);
    server.last.accept();
    expect(server.last.of('hello')[0]?.body).toMatchObject({
      clientId: ME,
      sessionToken: 'session-token',
      since: 42,
      generation: 1,
    });
    server.last.say(opened());
    expect(server.last.of('base-ready')).toHaveLength(1);
  });

  it("sends others' changes that nobody may have stored, but not those the server has", async () => {
    const { server } = joined();
    server.last.say({ type: 'changes', changes: [change('other-one', 1), change('other-one', 2)] });
    server.last.say({ type: 'changes', changes: [change('other-two', 7)] });
    server.last.say({
      type: 'committed',
      throughSeq: 11,
      stored: [{ clientId: 'other-one', first: 1, last: 1 }],
    });
    server.last.close(1006);
    await vi.advanceTimersByTimeAsync(0);
    server.last.accept();
    server.last.say(opened(), { type: 'changes', changes: [change('other-two', 7)] }, synced(12));
    expect(server.last.changes()).toEqual(['other-one:2']);
  });

  it('tries at once, then with growing pauses', async () => {
    const { server } = joined();
    server.last.close(1006);
    await vi.advanceTimersByTimeAsync(0);
    expect(server.sockets).toHaveLength(2);
    for (const [sockets, delay] of [
      [3, 500],
      [4, 1000],
      [5, 2000],
      [6, 4000],
      [7, 5000],
      [8, 5000],
    ] as const) {
      server.last.close(1006);
      await vi.advanceTimersByTimeAsync(delay - 1);
      expect(server.sockets).toHaveLength(sockets - 1);
      await vi.advanceTimersByTimeAsync(1);
      expect(server.sockets).toHaveLength(sockets);
    }
  });

  it('does not wait when the browser says that the network is back', async () => {
    const { server, connection } = joined();
    server.last.close(1006);
    await vi.advanceTimersByTimeAsync(0);
    server.last.close(1006);
    connection.networkIsBack();
    expect(server.sockets).toHaveLength(3);
  });

  it('follows when the server moves, and gives up an attempt that does not answer', async () => {
    const { server } = joined();
    server.last.close(CLOSE_CODES.moving);
    await vi.advanceTimersByTimeAsync(0);
    expect(server.sockets).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(10_500);
    expect(server.sockets).toHaveLength(3);
  });

  it('tells the user about a loss only when it lasts two seconds', async () => {
    const { server, events } = joined();
    server.last.close(1006);
    await vi.advanceTimersByTimeAsync(1000);
    server.last.accept();
    server.last.say(opened(), synced(10));
    await vi.advanceTimersByTimeAsync(5000);
    expect(events.link).not.toHaveBeenCalledWith('lost');
    server.last.close(1006);
    await vi.advanceTimersByTimeAsync(2000);
    expect(events.link).toHaveBeenLastCalledWith('lost');
  });

  it('forgets its sequence number when the document is another generation', async () => {
    const { server, connection } = joined(42);
    server.last.close(1006);
    await vi.advanceTimersByTimeAsync(0);
    server.last.accept();
    server.last.say(opened({ generation: 2 }));
    expect(connection.storedThrough).toBe(0);
  });

  it('ignores what a former socket still says', async () => {
    const { server, events } = joined();
    const former = server.last;
    former.close(1006);
    await vi.advanceTimersByTimeAsync(0);
    former.say({ type: 'changes', changes: [change('other-one', 1)] });
    former.close(1006);
    expect(events.remoteUpdates).not.toHaveBeenCalled();
    expect(server.sockets).toHaveLength(2);
  });
});

describe('a silent connection', () => {
  it('is pinged every ten seconds and stays as long as anything comes back', async () => {
    const { server } = joined();
    for (let i = 0; i < 6; i++) {
      await vi.advanceTimersByTimeAsync(10_000);
      server.last.say({ type: 'pong' });
    }
    expect(server.sockets).toHaveLength(1);
    expect(server.last.of('ping')).toHaveLength(6);
  });

  it('is given up after 25 seconds', async () => {
    const { server } = joined();
    await vi.advanceTimersByTimeAsync(24_900);
    expect(server.sockets).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(server.sockets).toHaveLength(2);
  });
});

describe('endings', () => {
  it.each([
    [CLOSE_CODES.accessDenied, 'access-denied', -23],
    [CLOSE_CODES.tokenExpired, 'token-expired', -21],
    [CLOSE_CODES.tokenInvalid, 'token-invalid', -20],
    [CLOSE_CODES.dropped, 'dropped', -100],
    [CLOSE_CODES.documentClosed, 'version-saved', -102],
    [CLOSE_CODES.incompatible, 'incompatible', -1],
  ])('close code %i ends as %s', async (code, kind, editorCode) => {
    const { server, events } = joined();
    server.last.close(code);
    expect(events.ended).toHaveBeenCalledWith({ kind, editorCode });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.sockets).toHaveLength(1);
  });

  it("explain a refusal with the server's own words", () => {
    const { server, events } = setUp();
    server.last.accept();
    const body = { code: 'download-failed', editorCode: -4, message: 'The file could not be downloaded.' };
    server.last.say({ type: 'refused', body });
    server.last.close(1000);
    expect(events.ended).toHaveBeenCalledWith({ kind: 'refused', ...body });
  });

  it('do not come from a passing trouble of the server after the first join', async () => {
    const { server, events } = joined();
    server.last.close(1006);
    await vi.advanceTimersByTimeAsync(0);
    server.last.accept();
    server.last.say({
      type: 'refused',
      body: { code: 'database-unavailable', editorCode: -6, message: 'later' },
    });
    server.last.close(1011);
    await vi.advanceTimersByTimeAsync(500);
    expect(events.ended).not.toHaveBeenCalled();
    expect(server.sockets).toHaveLength(3);
  });

  it('follow a frame that cannot be understood', () => {
    const { server, events } = joined();
    server.last.sayBytes(bytes(200, 1, 2));
    expect(events.ended).toHaveBeenCalledWith(expect.objectContaining({ kind: 'malformed' }));
    expect(server.last.closedWith).toBe(1000);
  });
});

describe('leaving', () => {
  it('sends what is left, says goodbye and does not come back', async () => {
    const { server, connection } = joined();
    connection.addLocalUpdate(bytes(1));
    connection.leave();
    expect(server.last.received.slice(-2).map(({ type }) => type)).toEqual(['changes', 'goodbye']);
    expect(server.last.closedWith).toBe(1000);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.sockets).toHaveLength(1);
  });

  it('can be taken back: unacknowledged changes are sent again', async () => {
    const { server, connection } = joined();
    connection.addLocalUpdate(bytes(1));
    connection.leave();
    connection.start();
    server.last.accept();
    server.last.say(opened(), synced(10));
    expect(server.last.changes()).toEqual([`${ME}:1`]);
  });
});
