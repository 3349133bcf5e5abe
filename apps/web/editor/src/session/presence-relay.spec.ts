import * as Y from 'yjs';
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PresenceRelay } from './presence-relay.js';

const person = (connectionId: string) => ({
  connectionId,
  clientId: connectionId,
  userId: 'u',
  name: 'N',
  index: 1,
  canEdit: true,
});

function setUp() {
  const awareness = new Awareness(new Y.Doc());
  const sent: Uint8Array[] = [];
  const relay = new PresenceRelay(awareness, (state) => void sent.push(state));
  const peer = new Awareness(new Y.Doc());
  peer.setLocalState({ selection: 1 });
  const stateOfPeer = (): Uint8Array => encodeAwarenessUpdate(peer, [peer.clientID]);
  return { awareness, sent, relay, peer, stateOfPeer };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('carrying cursors', () => {
  it('sends many movements of one moment as one state', async () => {
    const { awareness, sent } = setUp();
    for (let i = 0; i < 20; i++) awareness.setLocalStateField('selection', i);
    await vi.advanceTimersByTimeAsync(60);
    expect(sent).toHaveLength(1);
  });

  it('does not send back what came from others', async () => {
    const { awareness, sent, relay, peer, stateOfPeer } = setUp();
    relay.receive('c1', stateOfPeer());
    await vi.advanceTimersByTimeAsync(60);
    expect(awareness.getStates().get(peer.clientID)).toEqual({ selection: 1 });
    expect(sent).toHaveLength(0);
  });

  it('removes the cursor of somebody who left, and shows it again when he is back', async () => {
    const { awareness, relay, peer, stateOfPeer } = setUp();
    relay.receive('c1', stateOfPeer());
    relay.participants([person('me')]);
    expect(awareness.getStates().has(peer.clientID)).toBe(false);
    peer.setLocalState(peer.getLocalState());
    relay.receive('c2', stateOfPeer());
    expect(awareness.getStates().has(peer.clientID)).toBe(true);
  });

  it('keeps the cursor of somebody who has a new connection already', () => {
    const { awareness, relay, peer, stateOfPeer } = setUp();
    relay.receive('c1', stateOfPeer());
    peer.setLocalState(peer.getLocalState());
    relay.receive('c2', stateOfPeer());
    relay.participants([person('me'), person('c2')]);
    expect(awareness.getStates().has(peer.clientID)).toBe(true);
  });

  it('survives a state that cannot be read', () => {
    const { relay } = setUp();
    expect(() => relay.receive('c1', new Uint8Array([255, 255, 255]))).not.toThrow();
  });

  it('sends its state to newcomers under a new number', async () => {
    const { awareness, sent, relay } = setUp();
    const before = awareness.meta.get(awareness.clientID)?.clock ?? 0;
    relay.participants([person('me'), person('new')]);
    await vi.advanceTimersByTimeAsync(60);
    expect(sent).toHaveLength(1);
    expect(awareness.meta.get(awareness.clientID)?.clock).toBeGreaterThan(before);
  });
});
