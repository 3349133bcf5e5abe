const END_RECORD = 0x06054b50;
const ENTRY_RECORD = 0x02014b50;
const END_RECORD_BYTES = 22;
const ENTRY_RECORD_BYTES = 46;
const MAX_ENTRIES = 10_000;

/**
 * Names of the entries of a zip file, read from its last bytes; undefined when they hold no complete list. Looks at
 * nothing but names: whoever opens the file checks the rest.
 */
export function zipEntryNames(tail: Buffer, fileSize: number): string[] | undefined {
  const end = lastIndexOfRecord(tail);
  if (end === -1) return undefined;
  const listBytes = tail.readUInt32LE(end + 12);
  const listOffset = tail.readUInt32LE(end + 16);
  const start = listOffset - (fileSize - tail.length);
  if (start < 0 || start + listBytes > end) return undefined;
  const names: string[] = [];
  for (let at = start; at + ENTRY_RECORD_BYTES <= end && names.length < MAX_ENTRIES;) {
    if (tail.readUInt32LE(at) !== ENTRY_RECORD) break;
    const nameBytes = tail.readUInt16LE(at + 28);
    const nameStart = at + ENTRY_RECORD_BYTES;
    names.push(tail.toString('utf8', nameStart, nameStart + nameBytes));
    at = nameStart + nameBytes + tail.readUInt16LE(at + 30) + tail.readUInt16LE(at + 32);
  }
  return names;
}

function lastIndexOfRecord(tail: Buffer): number {
  const signature = Buffer.alloc(4);
  signature.writeUInt32LE(END_RECORD);
  const at = tail.lastIndexOf(signature);
  return at === -1 || at + END_RECORD_BYTES > tail.length ? -1 : at;
}
