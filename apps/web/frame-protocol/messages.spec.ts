import { describe, expect, it } from 'vitest';
import { frameQuery, readFrameQuery } from './frame-address.js';
import { readCommand, readEvent } from './messages.js';

describe('messages between page and frame', () => {
  it('are JSON strings', () => {
    expect(readEvent(JSON.stringify({ event: 'onAppReady', data: null, frameEditorId: 'a' }))).toEqual({
      event: 'onAppReady',
      data: null,
      frameEditorId: 'a',
    });
    expect(readCommand(JSON.stringify({ command: 'requestClose', data: null }))?.command).toBe(
      'requestClose',
    );
  });

  it.each([undefined, 5, {}, 'hello', '{', '{"event":5}', '[]', 'null', '{"event":"onAppReady"}'])(
    'leave the messages of other scripts alone: %j',
    (data) => {
      expect(readEvent(data)).toBeNull();
      expect(readCommand(data)).toBeNull();
    },
  );
});

it('carries version, origin and id of the frame through its address', () => {
  const address = { version: '9.0.0', parentOrigin: 'https://a.example:8443', frameEditorId: 'my editor&1' };
  expect(readFrameQuery(frameQuery(address))).toEqual(address);
});
