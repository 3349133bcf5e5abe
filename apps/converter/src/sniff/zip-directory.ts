import { DomainError } from '#libs/errors';

export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly packedSize: number;
  readonly size: number;
  readonly headerOffset: number;
  /** where the packed bytes begin */
  readonly dataOffset: number;
}

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const HEADER_SIGNATURE = 0x04034b50;
const END_LENGTH = 22;
const ENTRY_LENGTH = 46;
const HEADER_LENGTH = 30;
const LONGEST_COMMENT = 0xffff;
const NEEDS_ZIP64 = 0xffffffff;
const ENCRYPTED_FLAG = 1;

/** Real documents have tens of parts, big ones some thousand. */
const MOST_ENTRIES = 20_000;

/**
 * Reads what a zip file says it holds, without unpacking anything, and refuses directories that contradict themselves:
 * cut off, entries outside the file, entries that share bytes.
 *
 * @throws DomainError 'corrupt-document' | 'too-large'
 */
export function readZipDirectory(file: Buffer): ZipEntry[] {
  const end = findEnd(file);
  const count = file.readUInt16LE(end + 10);
  const directorySize = file.readUInt32LE(end + 12);
  const directoryOffset = file.readUInt32LE(end + 16);
  if (directoryOffset === NEEDS_ZIP64 || count > MOST_ENTRIES) {
    throw new DomainError(
      'too-large',
      `The document has more than ${MOST_ENTRIES} parts, far beyond any real one.`,
    );
  }
  if (directoryOffset + directorySize > end) throw damaged('its list of parts lies outside the file');
  const entries: ZipEntry[] = [];
  let at = directoryOffset;
  for (let index = 0; index < count; index++) {
    const entry = readEntry(file, at, end);
    entries.push(entry.entry);
    at = entry.next;
  }
  refuseOverlaps(entries, directoryOffset);
  return entries;
}

function findEnd(file: Buffer): number {
  const earliest = Math.max(0, file.length - END_LENGTH - LONGEST_COMMENT);
  for (let at = file.length - END_LENGTH; at >= earliest; at--) {
    if (file.readUInt32LE(at) === END_SIGNATURE) return at;
  }
  throw new DomainError(
    'corrupt-document',
    'The document is cut off: its end is missing. It was probably not transferred completely; upload it again.',
  );
}

function readEntry(file: Buffer, at: number, end: number): { entry: ZipEntry; next: number } {
  if (at + ENTRY_LENGTH > end || file.readUInt32LE(at) !== ENTRY_SIGNATURE)
    throw damaged('its list of parts is broken');
  const nameLength = file.readUInt16LE(at + 28);
  const next = at + ENTRY_LENGTH + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  const headerOffset = file.readUInt32LE(at + 42);
  const packedSize = file.readUInt32LE(at + 20);
  const size = file.readUInt32LE(at + 24);
  if (next > end || packedSize === NEEDS_ZIP64 || size === NEEDS_ZIP64)
    throw damaged('its list of parts is broken');
  if (headerOffset + HEADER_LENGTH > end || file.readUInt32LE(headerOffset) !== HEADER_SIGNATURE) {
    throw damaged('a part is not where the list of parts says');
  }
  const dataOffset =
    headerOffset +
    HEADER_LENGTH +
    file.readUInt16LE(headerOffset + 26) +
    file.readUInt16LE(headerOffset + 28);
  const entry = {
    name: file.toString('utf8', at + ENTRY_LENGTH, at + ENTRY_LENGTH + nameLength),
    method: file.readUInt16LE(at + 10),
    isEncrypted: (file.readUInt16LE(at + 8) & ENCRYPTED_FLAG) !== 0,
    packedSize,
    size,
    headerOffset,
    dataOffset,
  };
  return { entry, next };
}

/** Entries that share bytes make a small file unpack to a huge one. */
function refuseOverlaps(entries: readonly ZipEntry[], directoryOffset: number): void {
  const inOrder = entries.toSorted((a, b) => a.headerOffset - b.headerOffset);
  inOrder.forEach((entry, index) => {
    const limit = inOrder[index + 1]?.headerOffset ?? directoryOffset;
    if (entry.dataOffset + entry.packedSize > limit)
      throw damaged('two of its parts lie on top of each other');
  });
}

function damaged(how: string): DomainError {
  return new DomainError('corrupt-document', `The document is damaged: ${how}.`);
}
