import type { CommandMessage, InitData } from '../../../frame-protocol/messages.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openedMessage, ServerInMemory } from '../session/server-in-memory.js';
import { SurfaceInMemory } from '../surface/surface-in-memory.js';
import { FrameApp } from './frame-app.js';

const init: InitData = {
  config: {},
  type: 'desktop',
  documentType: 'word',
  token: null,
  declaredEvents: ['onRequestClose'],
  apiVersion: '9.0.0',
};

function setUp(declaredEvents = init.declaredEvents) {
  const server = new ServerInMemory();
  const told: [string, unknown][] = [];
  const surfaces: SurfaceInMemory[] = [];
  const keys: string[] = [];
  const app = new FrameApp(
    (event, data) => void told.push([event, data]),
    (documentKey, clientId) => {
      keys.push(documentKey);
      return {
        clientId,
        openSocket: server.openSocket,
        loadSurface: async () => ({
          openSurface: async (options) => {
            const surface = new SurfaceInMemory(options);
            surfaces.push(surface);
            return surface;
          },
        }),
        downloadMaster: async () => new Uint8Array([1]),
      };
    },
  );
  const commands: CommandMessage[] = [
    { command: 'init', data: { ...init, declaredEvents } },
    { command: 'openDocument', data: { doc: { key: 'k1', title: 'Letter.docx' } } },
  ];
  for (const command of commands) app.obey(command);
  const open = async (overrides: Partial<typeof openedMessage> = {}): Promise<void> => {
    server.last.accept();
    server.last.say({ type: 'opened', body: { ...openedMessage, ...overrides } });
    await vi.advanceTimersByTimeAsync(0);
    server.last.say({ type: 'synced', body: { throughSeq: 0 } });
    app.session?.wasShown();
  };
  const lastSurface = (): SurfaceInMemory => {
    const surface = surfaces.at(-1);
    if (!surface) throw new Error('no surface');
    return surface;
  };
  return { app, server, told, open, keys, surfaces, lastSurface, events: () => told.map(([event]) => event) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the frame tells the page', () => {
  it('that the document is ready, and in which mode', async () => {
    const { told, open } = setUp();
    await open();
    expect(told).toEqual([
      ['onInfo', { mode: 'edit' }],
      ['onDocumentReady', null],
    ]);
  });

  it('that there are unstored changes, and that there are none only after the acknowledgement', async () => {
    const { told, open, server, app, lastSurface } = setUp();
    await open();
    told.length = 0;
    lastSurface().type(1);
    lastSurface().type(2);
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toEqual([['onDocumentStateChange', true]]);
    const clientId = server.last.of('hello')[0]?.body.clientId ?? '';
    server.last.say({ type: 'committed', throughSeq: 1, stored: [{ clientId, first: 1, last: 1 }] });
    expect(app.hasUnstoredChanges).toBe(true);
    server.last.say({ type: 'committed', throughSeq: 2, stored: [{ clientId, first: 2, last: 2 }] });
    expect(told).toEqual([
      ['onDocumentStateChange', true],
      ['onDocumentStateChange', false],
    ]);
  });

  it('what went wrong, by the number of the contract', () => {
    const { told, server } = setUp();
    server.last.accept();
    server.last.say({
      type: 'refused',
      body: { code: 'download-failed', editorCode: -4, message: 'No file there.' },
    });
    server.last.close(4004);
    expect(told).toEqual([
      ['onError', { errorCode: -4, errorDescription: 'The document cannot be opened. No file there.' }],
    ]);
  });

  it('the problem with saving, as a warning', async () => {
    const { told, open, server } = setUp();
    await open();
    server.last.say({ type: 'warning', body: { warningCode: -101, message: 'not saved' } });
    expect(told.at(-1)).toEqual(['onWarning', { warningCode: -101, warningDescription: 'not saved' }]);
  });
});

describe('a version that was saved already', () => {
  const stale = { canEdit: false, readOnlyReason: 'version-saved' } as const;

  it('is reported by onRequestRefreshFile when the page handles it', async () => {
    const { open, events } = setUp(['onRequestRefreshFile']);
    await open(stale);
    expect(events()).toEqual(['onRequestRefreshFile']);
  });

  it('is reported by onOutdatedVersion otherwise', async () => {
    const { open, events } = setUp();
    await open(stale);
    expect(events()).toEqual(['onOutdatedVersion']);
  });

  it('is not replaced behind the back of a user whose changes did not arrive', async () => {
    const { app, server, open, events, lastSurface } = setUp(['onRequestRefreshFile']);
    await open();
    server.last.close(1006);
    lastSurface().type(1);
    await vi.advanceTimersByTimeAsync(0);
    server.last.accept();
    server.last.say({
      type: 'refused',
      body: { code: 'document-closed', editorCode: -102, message: 'saved' },
    });
    server.last.close(4008);
    expect(app.session?.store.get().hasLostChanges).toBe(true);
    expect(events()).toContain('onError');
    expect(events()).not.toContain('onRequestRefreshFile');
  });

  it('is replaced by refreshFile without a new frame', async () => {
    const { app, open, keys, surfaces, events } = setUp(['onRequestRefreshFile']);
    await open(stale);
    app.obey({ command: 'refreshFile', data: { ...init, doc: { key: 'k2', title: 'Letter.docx' } } });
    expect(surfaces[0]?.isDestroyed).toBe(true);
    await open();
    expect(keys).toEqual(['k1', 'k2']);
    expect(events().slice(-2)).toEqual(['onInfo', 'onDocumentReady']);
  });
});

describe('closing', () => {
  it('is asked of the page at once when everything is stored', async () => {
    const { app, open, events } = setUp();
    await open();
    app.obey({ command: 'requestClose', data: null });
    expect(events().at(-1)).toBe('onRequestClose');
  });

  it('is asked of the user first when something is not', async () => {
    const { app, open, events, lastSurface } = setUp();
    await open();
    lastSurface().type(1);
    app.obey({ command: 'requestClose', data: null });
    expect(events()).not.toContain('onRequestClose');
    expect(app.store.get().dialog).toBe('leave');
    app.leaveAnyway();
    expect(events().at(-1)).toBe('onRequestClose');
  });
});

it('takes the right to edit away when the page says so', async () => {
  const { app, open, lastSurface } = setUp();
  await open();
  app.obey({ command: 'denyEditingRights', data: { text: 'Your licence ended.' } });
  expect(lastSurface().isReadOnly).toBe(true);
  expect(app.store.get()).toMatchObject({ dialog: 'denied', deniedText: 'Your licence ended.' });
});

it('shows a name that the user gave at once and tells it without the ending', async () => {
  const { app, open, told } = setUp();
  await open();
  app.requestRename('Report');
  expect(app.session?.store.get().title).toBe('Report.docx');
  expect(told.at(-1)).toEqual(['onRequestRename', 'Report']);
});

it('opens the same document once more after a failure', async () => {
  const { app, server, open, events } = setUp();
  server.last.accept();
  server.last.say({
    type: 'refused',
    body: { code: 'storage-unavailable', editorCode: -6, message: 'later' },
  });
  server.last.close(4004);
  app.retry();
  await open();
  expect(server.sockets).toHaveLength(2);
  expect(events().at(-1)).toBe('onDocumentReady');
});
