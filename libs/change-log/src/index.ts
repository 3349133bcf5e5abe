import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/** A stored change as it travels from coauthoring to the converter. */
export interface LoggedChange {
  readonly seq: number;
  readonly userId: string;
  readonly userName: string;
  /** milliseconds since 1970, UTC */
  readonly at: number;
  readonly update: Uint8Array;
}

const FORMAT = 1;

/** All changes of a generation in order, as one blob. */
export function encodeChangeLog(changes: readonly LoggedChange[]): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeUint8(encoder, FORMAT);
  encoding.writeVarUint(encoder, changes.length);
  for (const change of changes) {
    encoding.writeVarUint(encoder, change.seq);
    encoding.writeVarString(encoder, change.userId);
    encoding.writeVarString(encoder, change.userName);
    encoding.writeVarUint(encoder, change.at);
    encoding.writeVarUint8Array(encoder, change.update);
  }
  return encoding.toUint8Array(encoder);
}

/** @throws Error when the blob is not a change log */
export function decodeChangeLog(blob: Uint8Array): LoggedChange[] {
  const decoder = decoding.createDecoder(blob);
  const format = decoding.readUint8(decoder);
  if (format !== FORMAT) throw new Error(`unknown change log format ${format}`);
  const count = decoding.readVarUint(decoder);
  const changes: LoggedChange[] = [];
  for (let i = 0; i < count; i++) {
    changes.push({
      seq: decoding.readVarUint(decoder),
      userId: decoding.readVarString(decoder),
      userName: decoding.readVarString(decoder),
      at: decoding.readVarUint(decoder),
      update: decoding.readVarUint8Array(decoder),
    });
  }
  return changes;
}
