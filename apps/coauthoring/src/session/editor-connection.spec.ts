import { decodeServerMessage } from '#libs/protocol';
import { PassThrough } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { EditorConnection } from './editor-connection.js';

function open() {
  const sent: Uint8Array[] = [];
  const taken: (() => void)[] = [];
  const webSocket = {
    readyState: 1,
    bufferedAmount: 0,
    send: (frame: Uint8Array, _options: object, onTaken?: () => void) => {
      sent.push(frame);
      if (onTaken) taken.push(onTaken);
    },
    close: vi.fn(),
  };
  const onTooSlow = vi.fn();
  const tcp = new PassThrough();
  const connection = new EditorConnection('c', 'key-1', webSocket as unknown as WebSocket, tcp, {
    maxBuffered: 4_000_000,
    onTooSlow,
  });
  const types = () => sent.map((frame) => decodeServerMessage(frame).type);
  return { connection, tcp, webSocket, onTooSlow, sent, taken, types };
}

const frame = (n: number) => Uint8Array.of(n);

describe('a connection', () => {
  it('hears nothing of the live stream while it waits', () => {
    const { connection, sent } = open();
    connection.sendLive(frame(1));
    connection.sendAwareness(frame(2));
    expect(sent).toEqual([]);
  });

  it('gets the live frames that came while it caught up afterwards, in order, but no old cursors', () => {
    const { connection, sent } = open();
    connection.phase = 'catching-up';
    connection.sendLive(frame(1));
    connection.sendAwareness(frame(9));
    connection.sendLive(frame(2));
    expect(sent).toEqual([]);
    connection.becomeLive();
    connection.sendLive(frame(3));
    expect(sent).toEqual([frame(1), frame(2), frame(3)]);
  });

  it('gets a frame that may wait together with the next live one, before it', () => {
    const { connection, sent } = open();
    connection.phase = 'live';
    connection.sendLiveSoon(frame(1));
    connection.sendLiveSoon(frame(2));
    expect(sent).toEqual([]);
    connection.sendLive(frame(3));
    expect(sent).toEqual([frame(1), frame(2), frame(3)]);
  });

  it('gets a frame that may wait also when nothing else comes', async () => {
    const { connection, sent } = open();
    connection.phase = 'live';
    connection.sendLiveSoon(frame(1));
    await vi.waitFor(() => expect(sent).toEqual([frame(1)]));
  });

  it('keeps the order of frames that may wait while it catches up', () => {
    const { connection, sent } = open();
    connection.phase = 'catching-up';
    connection.sendLive(frame(1));
    connection.sendLiveSoon(frame(2));
    connection.sendLive(frame(3));
    connection.becomeLive();
    expect(sent).toEqual([frame(1), frame(2), frame(3)]);
  });

  it('that is too slow to catch up is told to come back, instead of growing', () => {
    const { connection, onTooSlow } = open();
    connection.phase = 'catching-up';
    connection.sendLive(new Uint8Array(3_000_000));
    expect(onTooSlow).not.toHaveBeenCalled();
    connection.sendLive(new Uint8Array(3_000_000));
    expect(onTooSlow).toHaveBeenCalledExactlyOnceWith(connection);
  });

  it('gets all frames of one turn of the event loop in one write', async () => {
    const { connection, tcp } = open();
    connection.phase = 'live';
    connection.sendLive(frame(1));
    connection.sendLive(frame(2));
    expect(tcp.writableCorked).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
    expect(tcp.writableCorked).toBe(0);
  });

  it('that cannot keep up is told to come back, instead of growing', () => {
    const { connection, webSocket, onTooSlow, sent } = open();
    connection.phase = 'live';
    webSocket.bufferedAmount = 4_000_001;
    connection.sendLive(frame(1));
    expect(onTooSlow).toHaveBeenCalledExactlyOnceWith(connection);
    expect(sent).toEqual([]);
  });

  it('gets no cursors when it is behind, but still every change', () => {
    const { connection, webSocket, sent } = open();
    connection.phase = 'live';
    webSocket.bufferedAmount = 2_000_000;
    connection.sendAwareness(frame(1));
    connection.sendLive(frame(2));
    expect(sent).toEqual([frame(2)]);
  });

  it('sends a paced message when the socket has taken the one before', async () => {
    const { connection, taken, types } = open();
    let isTaken = false;
    const first = connection.sendPaced({ type: 'pong' }).then(() => (isTaken = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect([types(), isTaken]).toEqual([['pong'], false]);
    taken[0]?.();
    await first;
  });

  it.each([
    ['is closed', { readyState: 3 }],
    ['is too slow', { bufferedAmount: 5_000_000 }],
  ])('does not keep a paced message waiting when it %s', async (_why, state) => {
    const { connection, webSocket, sent } = open();
    Object.assign(webSocket, state);
    await connection.sendPaced({ type: 'pong' });
    expect(sent).toEqual([]);
  });

  it('cuts a close reason to what fits into a frame', () => {
    const { connection, webSocket } = open();
    connection.close(4004, 'x'.repeat(500));
    expect(webSocket.close).toHaveBeenCalledWith(4004, 'x'.repeat(120));
  });
});
