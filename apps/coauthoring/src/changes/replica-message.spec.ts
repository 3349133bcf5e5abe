import { describe, expect, it } from 'vitest';
import { decodeReplicaMessage, encodeReplicaMessage, type ReplicaMessage } from './replica-message.js';

const messages: ReplicaMessage[] = [
  {
    type: 'changes',
    generation: 3,
    changes: [
      { seq: 7, clientId: 'client-of-ann', counter: 1, update: Uint8Array.of(1, 2) },
      { seq: 8, clientId: 'client-of-bob', counter: 300, update: Uint8Array.of() },
    ],
  },
  { type: 'changes', generation: 1, changes: [] },
  { type: 'awareness', frame: Uint8Array.of(9) },
  { type: 'frame', frame: Uint8Array.of(1, 2, 3) },
  { type: 'look' },
];

describe('a message between replicas', () => {
  it.each(messages.map((message) => [message.type, message] as const))('carries %s', (_type, message) => {
    expect(decodeReplicaMessage(encodeReplicaMessage(message))).toEqual(message);
  });

  it('is an error when its type is unknown or its end is missing', () => {
    expect(() => decodeReplicaMessage(Uint8Array.of(99, 0, 0))).toThrow('unknown replica message 99');
    expect(() => decodeReplicaMessage(encodeReplicaMessage(messages[0]!).slice(0, -1))).toThrow();
    expect(() => decodeReplicaMessage(Uint8Array.of())).toThrow();
  });
});
