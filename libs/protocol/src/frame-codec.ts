import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { z } from 'zod';
import type { ChangeRange } from './change-ranges.js';
import {
  baseReady,
  goodbye,
  hello,
  isChangeId,
  type ClientMessage,
  type OutgoingChange,
} from './client-messages.js';
import {
  changeRefused,
  closedForEditing,
  opened,
  opening,
  participants,
  refused,
  saveState,
  synced,
  warning,
  type ServerMessage,
} from './server-messages.js';

/** A frame that does not follow the protocol. `message` says what was wrong with it. */
export class MalformedFrame extends Error {
  override readonly name = 'MalformedFrame';
}

/** First byte of a frame. Frames below 64 are binary, from 64 on the rest is one JSON string. */
const TYPE = {
  changes: 1,
  awareness: 2,
  committed: 3,
  snapshot: 4,
  ping: 5,
  pong: 6,
  hello: 64,
  'base-ready': 65,
  goodbye: 66,
  opening: 80,
  opened: 81,
  synced: 82,
  participants: 83,
  refused: 84,
  'change-refused': 85,
  'save-state': 86,
  'closed-for-editing': 87,
  warning: 88,
} as const;

const clientBodies = { hello, 'base-ready': baseReady, goodbye } as const;
const serverBodies = {
  opening,
  opened,
  synced,
  participants,
  refused,
  'change-refused': changeRefused,
  'save-state': saveState,
  'closed-for-editing': closedForEditing,
  warning,
} as const;

const nameOf = new Map<number, keyof typeof TYPE>(
  Object.entries(TYPE).map(([name, code]) => [code, name as keyof typeof TYPE]),
);

/** Changes of one frame; more is malformed. Keeps one frame's work bounded. */
export const MAX_CHANGES_PER_FRAME = 10_000;

function writeChanges(encoder: encoding.Encoder, changes: readonly OutgoingChange[]): void {
  encoding.writeVarUint(encoder, changes.length);
  for (const change of changes) {
    encoding.writeVarString(encoder, change.clientId);
    encoding.writeVarUint(encoder, change.counter);
    encoding.writeVarUint8Array(encoder, change.update);
  }
}

function readChanges(decoder: decoding.Decoder): OutgoingChange[] {
  const count = decoding.readVarUint(decoder);
  if (count > MAX_CHANGES_PER_FRAME) throw new MalformedFrame(`a frame holds ${count} changes`);
  const changes: OutgoingChange[] = [];
  for (let i = 0; i < count; i++) {
    const clientId = decoding.readVarString(decoder);
    const counter = decoding.readVarUint(decoder);
    if (!isChangeId({ clientId, counter })) throw new MalformedFrame('a change has no usable id');
    const update = decoding.readVarUint8Array(decoder);
    changes.push({ clientId, counter, update });
  }
  return changes;
}

function writeRanges(encoder: encoding.Encoder, ranges: readonly ChangeRange[]): void {
  encoding.writeVarUint(encoder, ranges.length);
  for (const { clientId, first, last } of ranges) {
    encoding.writeVarString(encoder, clientId);
    encoding.writeVarUint(encoder, first);
    encoding.writeVarUint(encoder, last - first);
  }
}

function readRanges(decoder: decoding.Decoder): ChangeRange[] {
  const count = decoding.readVarUint(decoder);
  if (count > MAX_CHANGES_PER_FRAME) throw new MalformedFrame(`a frame names ${count} ranges of changes`);
  return Array.from({ length: count }, () => {
    const clientId = decoding.readVarString(decoder);
    const first = decoding.readVarUint(decoder);
    return { clientId, first, last: first + decoding.readVarUint(decoder) };
  });
}

function json(code: number, body: unknown): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeUint8(encoder, code);
  encoding.writeVarString(encoder, JSON.stringify(body));
  return encoding.toUint8Array(encoder);
}

function readJson<S extends z.ZodType>(decoder: decoding.Decoder, schema: S, name: string): z.infer<S> {
  const result = schema.safeParse(JSON.parse(decoding.readVarString(decoder)));
  if (!result.success)
    throw new MalformedFrame(`${name}: ${result.error.issues[0]?.message ?? 'wrong shape'}`);
  return result.data;
}

export function encodeClientMessage(message: ClientMessage): Uint8Array {
  if ('body' in message) return json(TYPE[message.type], message.body);
  if (message.type === 'goodbye') return json(TYPE.goodbye, {});
  const encoder = encoding.createEncoder();
  encoding.writeUint8(encoder, TYPE[message.type]);
  if (message.type === 'changes') writeChanges(encoder, message.changes);
  if (message.type === 'awareness') encoding.writeVarUint8Array(encoder, message.state);
  return encoding.toUint8Array(encoder);
}

/** @throws MalformedFrame for anything that is not a client message */
export function decodeClientMessage(frame: Uint8Array): ClientMessage {
  return guarded(frame, (name, decoder) => {
    switch (name) {
      case 'changes':
        return { type: 'changes', changes: readChanges(decoder) };
      case 'awareness':
        return { type: 'awareness', state: decoding.readVarUint8Array(decoder) };
      case 'ping':
        return { type: 'ping' };
      case 'hello':
        return { type: 'hello', body: readJson(decoder, clientBodies.hello, name) };
      case 'base-ready':
        return { type: 'base-ready', body: readJson(decoder, clientBodies['base-ready'], name) };
      case 'goodbye':
        readJson(decoder, clientBodies.goodbye, name);
        return { type: 'goodbye' };
      default:
        throw new MalformedFrame(`a client never sends '${name}'`);
    }
  });
}

export function encodeServerMessage(message: ServerMessage): Uint8Array {
  if ('body' in message) return json(TYPE[message.type], message.body);
  const encoder = encoding.createEncoder();
  encoding.writeUint8(encoder, TYPE[message.type]);
  switch (message.type) {
    case 'changes':
      writeChanges(encoder, message.changes);
      break;
    case 'awareness':
      encoding.writeVarString(encoder, message.connectionId);
      encoding.writeVarUint8Array(encoder, message.state);
      break;
    case 'committed':
      encoding.writeVarUint(encoder, message.throughSeq);
      writeRanges(encoder, message.stored);
      break;
    case 'snapshot':
      encoding.writeVarUint(encoder, message.throughSeq);
      encoding.writeVarUint8Array(encoder, message.update);
      break;
    case 'pong':
      break;
  }
  return encoding.toUint8Array(encoder);
}

/** @throws MalformedFrame for anything that is not a server message */
export function decodeServerMessage(frame: Uint8Array): ServerMessage {
  return guarded(frame, (name, decoder) => {
    switch (name) {
      case 'changes':
        return { type: 'changes', changes: readChanges(decoder) };
      case 'awareness':
        return {
          type: 'awareness',
          connectionId: decoding.readVarString(decoder),
          state: decoding.readVarUint8Array(decoder),
        };
      case 'committed':
        return {
          type: 'committed',
          throughSeq: decoding.readVarUint(decoder),
          stored: readRanges(decoder),
        };
      case 'snapshot':
        return {
          type: 'snapshot',
          throughSeq: decoding.readVarUint(decoder),
          update: decoding.readVarUint8Array(decoder),
        };
      case 'pong':
        return { type: 'pong' };
      case 'ping':
      case 'hello':
      case 'base-ready':
      case 'goodbye':
        throw new MalformedFrame(`a server never sends '${name}'`);
      default:
        return { type: name, body: readJson(decoder, serverBodies[name], name) } as ServerMessage;
    }
  });
}

function guarded<M>(frame: Uint8Array, read: (name: keyof typeof TYPE, decoder: decoding.Decoder) => M): M {
  try {
    const decoder = decoding.createDecoder(frame);
    const name = nameOf.get(decoding.readUint8(decoder));
    if (name === undefined) throw new MalformedFrame('unknown message type');
    const message = read(name, decoder);
    if (decoding.hasContent(decoder)) throw new MalformedFrame(`bytes are left after '${name}'`);
    return message;
  } catch (error) {
    if (error instanceof MalformedFrame) throw error;
    throw new MalformedFrame('the frame ends early or is not valid', { cause: error });
  }
}
