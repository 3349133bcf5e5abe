import { decodeServerMessage, encodeClientMessage, type OutgoingChange } from '#libs/protocol';
import { describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { testConfig } from '../../../../test/support/test-config.js';
import type { EditorConnection } from '../session/editor-connection.js';
import { SessionRegistry } from '../session/session-registry.js';
import type { ChangeAppender } from './change-appender.js';
import type { QueuedChange } from './queued-change.js';
import { ChangeReceiver } from './change-receiver.js';

const update = (() => {
  const document = new Y.Doc();
  document.getText().insert(0, 'hello');
  return Y.encodeStateAsUpdate(document);
})();
const change = (counter: number, bytes: Uint8Array = update): OutgoingChange => ({
  clientId: 'client-of-ann',
  counter,
  update: bytes,
});

function open(limit = '150MB') {
  const editor = { maxChangesSize: limit };
  const config = testConfig({ NODE_CONFIG: JSON.stringify({ services: { CoAuthoring: { editor } } }) });
  const sessions = new SessionRegistry();
  const session = sessions.findOrCreate('key-1');
  session.generation = 4;
  const queued: QueuedChange[] = [];
  const appender = { enqueue: (next: QueuedChange) => queued.push(next) } as unknown as ChangeAppender;
  const participant = (state: object = {}) => {
    const send = vi.fn();
    const live: unknown[] = [];
    const connection = {
      documentKey: 'key-1',
      phase: 'live',
      canEdit: true,
      index: 2,
      userId: 'u1',
      userName: 'Ann',
      send,
      sendLive: (frame: Uint8Array) => live.push(decodeServerMessage(frame)),
      ...state,
    } as unknown as EditorConnection;
    session.connections.add(connection);
    return { connection, send, live };
  };
  return { receiver: new ChangeReceiver(config, sessions, appender), session, queued, participant };
}

describe('a change that comes in', () => {
  it('goes on in the frame it came in, but not when the frame holds more than was taken', () => {
    const { receiver, participant } = open();
    const [ann, bob] = [participant(), participant()];
    const frameOf = (...changes: OutgoingChange[]) => encodeClientMessage({ type: 'changes', changes });
    const good = [change(1), change(2)];
    receiver.receive(ann.connection, good, frameOf(...good));
    const mixed = [change(3), change(4, Uint8Array.of(255, 255, 255))];
    receiver.receive(ann.connection, mixed, frameOf(...mixed));
    expect(bob.live).toEqual([
      { type: 'changes', changes: good },
      { type: 'changes', changes: [change(3)] },
    ]);
  });

  it('is shown to the others at once and queued for storing with who made it', () => {
    const { receiver, queued, participant } = open();
    const [ann, bob] = [participant(), participant()];
    receiver.receive(ann.connection, [change(1), change(2)]);
    expect(bob.live).toEqual([{ type: 'changes', changes: [change(1), change(2)] }]);
    expect(ann.live).toEqual([]);
    expect(queued).toMatchObject([
      { key: 'key-1', generation: 4, clientId: 'client-of-ann', counter: 1, authorIndex: 2, userId: 'u1' },
      { counter: 2 },
    ]);
  });

  it.each([[{ canEdit: false }], [{ phase: 'waiting' }], [{ phase: 'catching-up' }]])(
    'is refused from a participant who is %j',
    (state) => {
      const { receiver, queued, participant } = open();
      const [viewer, bob] = [participant(state), participant()];
      receiver.receive(viewer.connection, [change(1)]);
      expect(viewer.send).toHaveBeenCalledWith({
        type: 'change-refused',
        body: expect.objectContaining({ counter: 1, code: 'not-allowed' }),
      });
      expect(queued).toEqual([]);
      expect(bob.live).toEqual([]);
    },
  );

  it('is refused alone when it is no update; the others of the frame are taken', () => {
    const { receiver, queued, participant } = open();
    const [ann, bob] = [participant(), participant()];
    receiver.receive(ann.connection, [change(1, Uint8Array.of(255, 255, 255)), change(2)]);
    expect(ann.send).toHaveBeenCalledExactlyOnceWith({
      type: 'change-refused',
      body: expect.objectContaining({ counter: 1, code: 'malformed-message' }),
    });
    expect(queued.map(({ counter }) => counter)).toEqual([2]);
    expect(bob.live).toEqual([{ type: 'changes', changes: [change(2)] }]);
  });

  it('is refused when the changes since the last save would be too large, and says which setting it is', () => {
    const { receiver, session, queued, participant } = open('1KB');
    const ann = participant();
    session.changesBytes = 1_020;
    receiver.receive(ann.connection, [change(1)]);
    expect(ann.send).toHaveBeenCalledWith({
      type: 'change-refused',
      body: expect.objectContaining({
        code: 'changes-too-large',
        message: expect.stringContaining('editor.maxChangesSize'),
      }),
    });
    expect(queued).toEqual([]);
  });
});
