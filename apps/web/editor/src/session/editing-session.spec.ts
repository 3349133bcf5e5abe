import { CLOSE_CODES, type ServerMessage } from '#libs/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SurfaceError } from '../surface/document-surface.js';
import { SurfaceInMemory } from '../surface/surface-in-memory.js';
import { EditingSession } from './editing-session.js';
import { participantColor } from './participant-color.js';
import { openedMessage, ServerInMemory } from './server-in-memory.js';

const ME = 'client-me-1';
const opened = (overrides: Partial<typeof openedMessage> = {}): ServerMessage => ({
  type: 'opened',
  body: { ...openedMessage, ...overrides },
});
const changes = (...values: number[]): ServerMessage => ({
  type: 'changes',
  changes: values.map((value) => ({
    clientId: 'other-one',
    counter: value,
    update: new Uint8Array([value]),
  })),
});
const synced: ServerMessage = { type: 'synced', body: { throughSeq: 10 } };

function setUp(init: { mode?: string; type?: string } = {}) {
  const server = new ServerInMemory();
  const events = { documentReady: vi.fn(), warning: vi.fn(), notice: vi.fn(), ended: vi.fn() };
  const surfaces: SurfaceInMemory[] = [];
  let deliverMaster: (bytes: Uint8Array) => void = () => {};
  const ports = {
    clientId: ME,
    openSocket: server.openSocket,
    loadSurface: vi.fn(async () => ({
      openSurface: async (options: ConstructorParameters<typeof SurfaceInMemory>[0]) => {
        const surface = new SurfaceInMemory(options);
        surfaces.push(surface);
        return surface;
      },
    })),
    downloadMaster: vi.fn(() => new Promise<Uint8Array>((resolve) => (deliverMaster = resolve))),
  };
  const session = new EditingSession(
    {
      init: {
        config: { mode: init.mode ?? 'edit' },
        type: init.type ?? 'desktop',
        documentType: 'word',
        token: null,
        declaredEvents: [],
        apiVersion: '9.0.0',
      },
      document: { key: 'k1', title: 'Letter.docx' },
    },
    ports,
    events,
  );
  session.start();
  server.last.accept();
  const arrive = async (): Promise<SurfaceInMemory> => {
    deliverMaster(new Uint8Array([1]));
    await vi.advanceTimersByTimeAsync(0);
    const surface = surfaces.at(-1);
    if (!surface) throw new Error('no surface was opened');
    return surface;
  };
  return { server, events, ports, session, surfaces, arrive, state: () => session.store.get() };
}

async function shown(...args: Parameters<typeof setUp>) {
  const all = setUp(...args);
  all.server.last.say(opened({ canEdit: args[0]?.mode !== 'view' }));
  const surface = await all.arrive();
  all.server.last.say(synced);
  return { ...all, surface };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('opening a document', () => {
  it('cannot be edited before everything that others changed is there', async () => {
    const { server, arrive, state } = setUp();
    server.last.say(opened());
    const surface = await arrive();
    expect(state().phase).toBe('opening');
    expect(surface.isReadOnly).toBe(true);
    server.last.say(synced);
    expect(state()).toMatchObject({ phase: 'shown', canEdit: true, readOnlyReason: null });
    expect(surface.isReadOnly).toBe(false);
  });

  it('keeps changes that arrive before the master and brings them in at once', async () => {
    const { server, arrive, state } = setUp();
    server.last.say(opened(), changes(1, 2), changes(3), synced);
    expect(state().phase).toBe('opening');
    const surface = await arrive();
    expect(surface.applied).toEqual([1, 2, 3]);
    expect(state().phase).toBe('shown');
  });

  it('says at which step it is', async () => {
    const { server, arrive, state } = setUp();
    expect(state().step).toBe('connecting');
    server.last.say({ type: 'opening', body: { step: 'converting' } });
    expect(state().step).toBe('converting');
    server.last.say(opened());
    await vi.advanceTimersByTimeAsync(0);
    expect(state().step).toBe('loading');
    await arrive();
    expect(state().step).toBe('catching-up');
  });

  it('fails with a sentence when the surface cannot read the document', async () => {
    const { server, ports, state, events } = setUp();
    ports.loadSurface.mockRejectedValue(new SurfaceError('not a word file'));
    server.last.say(opened());
    await vi.advanceTimersByTimeAsync(0);
    expect(state()).toMatchObject({
      phase: 'failed',
      end: { kind: 'unreadable', message: 'not a word file' },
    });
    expect(events.ended).toHaveBeenCalledOnce();
  });

  it('fails with the words of a server that refuses', () => {
    const { server, state } = setUp();
    server.last.say({
      type: 'refused',
      body: { code: 'too-large', editorCode: -84, message: 'The file is too large.' },
    });
    server.last.close(4004);
    expect(state()).toMatchObject({
      phase: 'failed',
      end: { editorCode: -84, message: 'The file is too large.' },
    });
  });

  it('is reported as ready once, when the first page is on the screen', async () => {
    const { session, events } = await shown();
    session.wasShown();
    session.wasShown();
    expect(events.documentReady).toHaveBeenCalledOnce();
  });
});

describe('a viewer', () => {
  it('cannot edit and knows why', async () => {
    const { server, arrive, state } = setUp({ mode: 'view' });
    server.last.say(opened({ canEdit: false, readOnlyReason: 'view-mode' }));
    const surface = await arrive();
    server.last.say(synced);
    expect(state()).toMatchObject({ canEdit: false, readOnlyReason: 'view-mode', end: null });
    expect(surface.isReadOnly).toBe(true);
  });

  it('of an embedded frame cannot edit even if the server would let him', async () => {
    const { surface, state } = await shown({ type: 'embedded' });
    expect(state().canEdit).toBe(false);
    expect(surface.isReadOnly).toBe(true);
  });
});

describe('a version that was saved already', () => {
  it('is shown for reading and reported, but not as ready', async () => {
    const { server, arrive, session, state, events } = setUp();
    server.last.say(opened({ canEdit: false, readOnlyReason: 'version-saved' }));
    await arrive();
    server.last.say(synced);
    session.wasShown();
    expect(state()).toMatchObject({ phase: 'shown', readOnlyReason: 'version-saved' });
    expect(events.ended).toHaveBeenCalledWith({ kind: 'version-saved', editorCode: -102 });
    expect(events.documentReady).not.toHaveBeenCalled();
  });

  it('is noticed when the connection comes back to another master', async () => {
    const { server, surface, state } = await shown();
    server.last.close(1006);
    await vi.advanceTimersByTimeAsync(0);
    server.last.accept();
    server.last.say(opened({ masterDigest: 'another', generation: 2 }));
    expect(state()).toMatchObject({ phase: 'shown', canEdit: false, end: { kind: 'version-saved' } });
    expect(surface.isReadOnly).toBe(true);
  });
});

describe('editing', () => {
  it('counts changes until they are stored', async () => {
    const { server, surface, state } = await shown();
    surface.type(7);
    expect(state().unacknowledged).toBe(1);
    await vi.advanceTimersByTimeAsync(0);
    expect(server.last.changes()).toEqual([`${ME}:1`]);
    server.last.say({ type: 'committed', throughSeq: 11, stored: [{ clientId: ME, first: 1, last: 1 }] });
    expect(state()).toMatchObject({ unacknowledged: 0, unsent: 0, storedThrough: 11 });
  });

  it('goes on without a connection, on the same surface', async () => {
    const { server, surface, surfaces, state } = await shown();
    server.last.close(1006);
    surface.type(7);
    expect(state()).toMatchObject({ canEdit: true, unsent: 1 });
    expect(surface.isReadOnly).toBe(false);
    await vi.advanceTimersByTimeAsync(0);
    server.last.accept();
    server.last.say(opened(), synced);
    expect(server.last.changes()).toEqual([`${ME}:1`]);
    expect(surfaces).toHaveLength(1);
  });

  it('ends for good when the server ends it; the text stays', async () => {
    const { server, surface, state } = await shown();
    server.last.close(CLOSE_CODES.dropped);
    expect(state()).toMatchObject({
      phase: 'shown',
      canEdit: false,
      readOnlyReason: 'ended',
      end: { kind: 'dropped' },
    });
    expect(surface.isReadOnly).toBe(true);
    expect(surface.isDestroyed).toBe(false);
  });

  it('ends when a change is refused, because the screen is ahead of the store', async () => {
    const { server, state } = await shown();
    server.last.say({
      type: 'change-refused',
      body: { counter: 1, code: 'changes-too-large', message: 'too much' },
    });
    expect(state().end).toMatchObject({ kind: 'change-refused', message: 'too much' });
  });

  it('stays denied after the integrator took the right away, also across connections', async () => {
    const { server, session, surface, state } = await shown();
    session.makeReadOnly('denied');
    server.last.close(1006);
    await vi.advanceTimersByTimeAsync(0);
    server.last.accept();
    server.last.say(opened(), synced);
    expect(state()).toMatchObject({ canEdit: false, readOnlyReason: 'denied' });
    expect(surface.isReadOnly).toBe(true);
  });

  it('leaves out one unreadable change and keeps the others', async () => {
    const { server, surface, events } = await shown();
    surface.unreadable.add(2);
    server.last.say(changes(1, 2, 3));
    expect(surface.applied).toEqual([1, 3]);
    expect(events.warning).toHaveBeenCalledOnce();
  });

  it('asks for everything again when a change is missing for long', async () => {
    const { server, surface } = await shown();
    surface.hasMissingChange = true;
    server.last.say(changes(5));
    await vi.advanceTimersByTimeAsync(5001);
    server.last.accept();
    expect(server.sockets).toHaveLength(2);
    expect(server.last.of('hello')[0]?.body.since).toBeUndefined();
  });

  it('tells the user about a step that was taken back, and ends when the surface is beyond repair', async () => {
    const { surface, state, events } = await shown();
    surface.fail({ description: 'an edit could not be shared', isRepaired: true });
    expect(events.notice).toHaveBeenCalledOnce();
    expect(state().end).toBeNull();
    surface.fail({ description: 'the tree is broken', isRepaired: false });
    expect(state().end).toMatchObject({ kind: 'page-broken' });
  });
});

it('gives the own cursor the colour of the own number', async () => {
  const { server, surface } = await shown();
  const me = { connectionId: 'c', clientId: ME, userId: 'u', name: 'Ada', index: 4, canEdit: true };
  server.last.say({ type: 'participants', body: { participants: [me] } });
  expect(surface.color).toBe(participantColor(4));
});

it('lets go of everything when it is destroyed', async () => {
  const { server, session, surface } = await shown();
  session.destroy();
  expect(server.last.of('goodbye')).toHaveLength(1);
  expect(surface.isDestroyed).toBe(true);
});
