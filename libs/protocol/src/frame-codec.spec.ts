import * as encoding from 'lib0/encoding';
import { describe, expect, it } from 'vitest';
import type { ClientMessage } from './client-messages.js';
import {
  MAX_CHANGES_PER_FRAME,
  MalformedFrame,
  decodeClientMessage,
  decodeServerMessage,
  encodeClientMessage,
  encodeServerMessage,
} from './frame-codec.js';
import type { ServerMessage } from './server-messages.js';

const bytes = (...values: number[]) => new Uint8Array(values);
const base = { masterDigest: 'd', engineVersion: 'e', yjsVersion: 'y', seedHash: 's' };
const changes = [
  { clientId: 'client-of-ann', counter: 1, update: bytes(1, 2, 3) },
  { clientId: 'client-of-bob', counter: 2_147_483_647, update: bytes() },
];

const clientMessages: ClientMessage[] = [
  { type: 'hello', body: { protocol: 1, clientId: 'client-of-ann', config: { document: { key: 'k' } } } },
  {
    type: 'hello',
    body: {
      protocol: 1,
      clientId: 'client-of-ann',
      config: {},
      sessionToken: 't',
      since: 7,
      generation: 2,
    },
  },
  { type: 'base-ready', body: { base } },
  { type: 'goodbye' },
  { type: 'changes', changes },
  { type: 'changes', changes: [] },
  { type: 'awareness', state: bytes(9, 8) },
  { type: 'ping' },
];

const serverMessages: ServerMessage[] = [
  { type: 'opening', body: { step: 'queued' } },
  {
    type: 'opened',
    body: {
      connectionId: 'c',
      sessionToken: 't',
      generation: 1,
      masterUrl: '/cache/files/data/m',
      masterDigest: 'd',
      documentType: 'word',
      fileType: 'docx',
      title: 'Überschrift 📝.docx',
      canEdit: false,
      readOnlyReason: 'version-saved',
      base,
      lastSeq: 12,
      user: { id: 'u', name: 'Ann' },
    },
  },
  { type: 'synced', body: { throughSeq: 12 } },
  {
    type: 'participants',
    body: {
      participants: [{ connectionId: 'c', clientId: 'x', userId: 'u', name: 'Ann', index: 1, canEdit: true }],
    },
  },
  { type: 'refused', body: { code: 'not-allowed', editorCode: -23, message: 'No.' } },
  { type: 'change-refused', body: { counter: 3, code: 'not-allowed', message: 'No.' } },
  { type: 'save-state', body: { state: 'saved', at: '2030-01-31T09:15:02.000Z', throughSeq: 4 } },
  { type: 'closed-for-editing', body: { reason: 'dropped', message: 'Bye.' } },
  { type: 'warning', body: { warningCode: -101, message: 'Not reported.' } },
  { type: 'changes', changes },
  { type: 'snapshot', throughSeq: 300, update: bytes(4, 5) },
  { type: 'committed', throughSeq: 70_000, stored: [{ clientId: 'client-of-ann', first: 120, last: 128 }] },
  { type: 'awareness', connectionId: 'c', state: bytes(1) },
  { type: 'pong' },
];

describe('frames', () => {
  it.each(clientMessages.map((message) => [message.type, message] as const))(
    'carry a %s from the client to the server',
    (_type, message) => {
      expect(decodeClientMessage(encodeClientMessage(message))).toEqual(message);
    },
  );

  it.each(serverMessages.map((message) => [message.type, message] as const))(
    'carry a %s from the server to the client',
    (_type, message) => {
      expect(decodeServerMessage(encodeServerMessage(message))).toEqual(message);
    },
  );

  it('keep fields that a newer integrator puts into the configuration', () => {
    const config = { document: { key: 'k', somethingNew: [1] }, other: true };
    const frame = encodeClientMessage({
      type: 'hello',
      body: { protocol: 1, clientId: 'client-of-ann', config },
    });
    expect(decodeClientMessage(frame)).toMatchObject({ body: { config } });
  });
});

describe('a frame that does not follow the protocol', () => {
  const change = (clientId: string, counter: number) =>
    encodeClientMessage({ type: 'changes', changes: [{ clientId, counter, update: bytes(1) }] });
  const hello = (body: object) => encodeClientMessage({ type: 'hello', body: body as never });
  const tooMany = (code: number) => {
    const encoder = encoding.createEncoder();
    encoding.writeUint8(encoder, code);
    encoding.writeVarUint(encoder, MAX_CHANGES_PER_FRAME + 1);
    return encoding.toUint8Array(encoder);
  };

  it.each([
    ['is empty', bytes()],
    ['has an unknown type', bytes(200)],
    ['has bytes left at its end', bytes(5, 0)],
    ['ends in the middle', encodeClientMessage({ type: 'changes', changes }).slice(0, -2)],
    ['claims more bytes than it has', bytes(2, 255, 255, 255, 255, 15)],
    ['holds more changes than are allowed', tooMany(1)],
    ['names an author that cannot be stored', change('a\u0000b-c-d-e-f', 1)],
    ['names an author with too short an id', change('me', 1)],
    ['names an author with too long an id', change('x'.repeat(41), 1)],
    ['has a counter of zero', change('client-of-ann', 0)],
    ['has a counter that cannot be stored', change('client-of-ann', 2_147_483_648)],
    ['is a hello without a configuration', hello({ protocol: 1, clientId: 'client-of-ann' })],
    [
      'is a hello with a negative position',
      hello({ protocol: 1, clientId: 'client-of-ann', config: {}, since: -1 }),
    ],
    ['is a hello of a client without a usable id', hello({ protocol: 1, clientId: 'a b', config: {} })],
    ['is no JSON where JSON belongs', bytes(64, 1, 123)],
  ])('is malformed when it %s', (_why, frame) => {
    expect(() => decodeClientMessage(frame)).toThrow(MalformedFrame);
  });

  it('is malformed when it goes the wrong way', () => {
    for (const message of serverMessages) {
      if (message.type === 'changes' || message.type === 'awareness') continue;
      expect(() => decodeClientMessage(encodeServerMessage(message))).toThrow(/a client never sends/);
    }
    for (const type of ['hello', 'base-ready', 'goodbye', 'ping'] as const) {
      const message = clientMessages.find((candidate) => candidate.type === type);
      expect(() => decodeServerMessage(encodeClientMessage(message!))).toThrow(/a server never sends/);
    }
  });

  it('is malformed when it names too many ranges of stored changes', () => {
    const frame = tooMany(3);
    expect(() => decodeServerMessage(frame)).toThrow(MalformedFrame);
  });

  it('never gives another error, whatever the bytes', () => {
    let seed = 1;
    const next = () => (seed = (seed * 48_271) % 2_147_483_647);
    for (let round = 0; round < 3_000; round++) {
      const frame = Uint8Array.from({ length: next() % 24 }, () => next() % 256);
      if (frame.length > 0) frame[0] = [1, 2, 3, 4, 64, 65, 66, 81][next() % 8]!;
      for (const decode of [decodeClientMessage, decodeServerMessage]) {
        try {
          decode(frame);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedFrame);
        }
      }
    }
  });
});
