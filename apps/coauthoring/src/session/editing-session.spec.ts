import { describe, expect, it, vi } from 'vitest';
import { EditingSession } from './editing-session.js';
import type { EditorConnection } from './editor-connection.js';
import { SessionRegistry } from './session-registry.js';

const fakeConnection = () =>
  ({ sendLive: vi.fn() }) as unknown as EditorConnection & { sendLive: ReturnType<typeof vi.fn> };

/** Whether a promise is settled, after everything that is ready has run. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  void promise.then(() => (settled = true));
  await new Promise((resolve) => setImmediate(resolve));
  return settled;
}

describe('an editing session', () => {
  it('tells everybody, except the one who need not know', () => {
    const session = new EditingSession('key-1');
    const [ann, bob] = [fakeConnection(), fakeConnection()];
    session.connections.add(ann).add(bob);
    const frame = Uint8Array.of(1);
    session.broadcastFrame(frame, ann);
    expect(ann.sendLive).not.toHaveBeenCalled();
    expect(bob.sendLive).toHaveBeenCalledExactlyOnceWith(frame);
  });

  it('is flushed at once when nothing waits', async () => {
    expect(await isSettled(new EditingSession('key-1').flushed())).toBe(true);
  });

  it('is flushed when all that was queued before is settled, however much follows', async () => {
    const session = new EditingSession('key-1');
    session.changeQueued();
    session.changeQueued();
    const flushed = session.flushed();
    session.changeQueued();
    const flushedLater = session.flushed();
    session.changesSettled(1);
    expect(await isSettled(flushed)).toBe(false);
    session.changesSettled(1);
    expect(await isSettled(flushed)).toBe(true);
    expect(await isSettled(flushedLater)).toBe(false);
    session.changesSettled(1);
    expect(await isSettled(flushedLater)).toBe(true);
  });
});

describe('the sessions of a process', () => {
  it('are one per document key', () => {
    const registry = new SessionRegistry();
    const session = registry.findOrCreate('key-1');
    expect(registry.findOrCreate('key-1')).toBe(session);
    expect(registry.findOrCreate('key-2')).not.toBe(session);
    expect(registry.find('key-3')).toBeUndefined();
    expect([...registry.all()]).toHaveLength(2);
  });

  it('end when the last connection is gone, once', () => {
    const registry = new SessionRegistry();
    const session = registry.findOrCreate('key-1');
    const ann = fakeConnection();
    session.connections.add(ann);
    expect(registry.removeIfEmpty(session)).toBe(false);
    session.connections.delete(ann);
    expect(registry.removeIfEmpty(session)).toBe(true);
    expect(registry.removeIfEmpty(session)).toBe(false);
  });

  it('do not end with an older session of the same key', () => {
    const registry = new SessionRegistry();
    const older = registry.findOrCreate('key-1');
    registry.removeIfEmpty(older);
    const newer = registry.findOrCreate('key-1');
    expect(registry.removeIfEmpty(older)).toBe(false);
    expect(registry.find('key-1')).toBe(newer);
  });

  it('takes steps in the order they were asked for, also after one that failed', async () => {
    const session = new EditingSession('key-1');
    const taken: string[] = [];
    let release = () => {};
    const first = session.inOrder(async () => {
      await new Promise<void>((resolve) => (release = resolve));
      taken.push('first');
      throw new Error('the database is away');
    });
    const second = session.inOrder(async () => taken.push('second'));
    await Promise.resolve();
    expect(taken).toEqual([]);
    release();
    await expect(first).rejects.toThrow('away');
    await second;
    expect(taken).toEqual(['first', 'second']);
  });
});
