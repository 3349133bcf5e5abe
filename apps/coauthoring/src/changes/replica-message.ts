import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { OutgoingChange } from '#libs/protocol';

/** What coauthoring processes tell each other about one document key. */
export type ReplicaMessage =
  | {
      readonly type: 'changes';
      readonly generation: number;
      readonly changes: readonly (OutgoingChange & { seq: number })[];
    }
  | { readonly type: 'awareness'; readonly frame: Uint8Array }
  /** participants or state changed: look at the database */
  | { readonly type: 'look' }
  /** a frame for every participant, e.g. a save state */
  | { readonly type: 'frame'; readonly frame: Uint8Array };

const CODES = { changes: 0, awareness: 1, look: 2, frame: 3 } as const;

export function encodeReplicaMessage(message: ReplicaMessage): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeUint8(encoder, CODES[message.type]);
  if (message.type === 'changes') {
    encoding.writeVarUint(encoder, message.generation);
    encoding.writeVarUint(encoder, message.changes.length);
    for (const change of message.changes) {
      encoding.writeVarUint(encoder, change.seq);
      encoding.writeVarString(encoder, change.clientId);
      encoding.writeVarUint(encoder, change.counter);
      encoding.writeVarUint8Array(encoder, change.update);
    }
  } else if (message.type !== 'look') {
    encoding.writeVarUint8Array(encoder, message.frame);
  }
  return encoding.toUint8Array(encoder);
}

/** @throws Error when the bytes are not such a message, e.g. one of a newer version during an upgrade */
export function decodeReplicaMessage(bytes: Uint8Array): ReplicaMessage {
  const decoder = decoding.createDecoder(bytes);
  const code = decoding.readUint8(decoder);
  if (code === CODES.look) return { type: 'look' };
  if (code === CODES.awareness) return { type: 'awareness', frame: decoding.readVarUint8Array(decoder) };
  if (code === CODES.frame) return { type: 'frame', frame: decoding.readVarUint8Array(decoder) };
  if (code !== CODES.changes) throw new Error(`unknown replica message ${code}`);
  const generation = decoding.readVarUint(decoder);
  const changes = Array.from({ length: decoding.readVarUint(decoder) }, () => ({
    seq: decoding.readVarUint(decoder),
    clientId: decoding.readVarString(decoder),
    counter: decoding.readVarUint(decoder),
    update: decoding.readVarUint8Array(decoder),
  }));
  return { type: 'changes', generation, changes };
}
