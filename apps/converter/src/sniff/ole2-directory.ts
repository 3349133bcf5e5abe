import { DomainError } from '#libs/errors';

const SIGNATURE = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const ENTRY_LENGTH = 128;
const LAST_REGULAR_SECTOR = 0xfffffffa;
/** A directory of a real document has tens of entries. */
const MOST_SECTORS = 4_096;
/** Smaller streams live in a file within the file, where we do not look. */
const MINI_STREAM_LIMIT = 4_096;

export interface Ole2Stream {
  readonly name: string;
  /** first bytes of the stream; empty for a stream that is kept in the mini stream */
  readonly start: Buffer;
}

export function isOle2(file: Buffer): boolean {
  return file.subarray(0, SIGNATURE.length).equals(SIGNATURE);
}

/**
 * Names of the streams of an OLE2 compound file, the container of Word 97 and of encrypted files.
 * @throws DomainError 'corrupt-document'
 */
export function readOle2Directory(file: Buffer): Ole2Stream[] {
  const sectorSize = sectorSizeOf(file);
  const sector = (index: number): Buffer => {
    const start = (index + 1) * sectorSize;
    if (index >= LAST_REGULAR_SECTOR || start + sectorSize > file.length) throw damaged();
    return file.subarray(start, start + sectorSize);
  };
  const entriesPerSector = sectorSize / 4;
  const nextOf = (index: number): number => {
    const tableIndex = Math.floor(index / entriesPerSector);
    // 109 sectors of the table are listed in the header; a directory beyond them is not looked for.
    if (tableIndex >= 109) throw damaged();
    return sector(file.readUInt32LE(76 + tableIndex * 4)).readUInt32LE((index % entriesPerSector) * 4);
  };
  const streams: Ole2Stream[] = [];
  let index = file.readUInt32LE(48);
  for (let count = 0; index < LAST_REGULAR_SECTOR; count++) {
    if (count >= MOST_SECTORS) throw damaged();
    const content = sector(index);
    for (let at = 0; at < sectorSize; at += ENTRY_LENGTH) {
      const stream = readStream(content.subarray(at, at + ENTRY_LENGTH), sector);
      if (stream) streams.push(stream);
    }
    index = nextOf(index);
  }
  return streams;
}

function readStream(entry: Buffer, sector: (index: number) => Buffer): Ole2Stream | undefined {
  const nameLength = entry.readUInt16LE(64);
  if (nameLength < 2 || nameLength > 64) return undefined;
  const name = entry.toString('utf16le', 0, nameLength - 2);
  const size = entry.readUInt32LE(120);
  return { name, start: size < MINI_STREAM_LIMIT ? Buffer.alloc(0) : sector(entry.readUInt32LE(116)) };
}

function sectorSizeOf(file: Buffer): number {
  if (file.length < 1_536) throw damaged();
  const shift = file.readUInt16LE(30);
  if (shift !== 9 && shift !== 12) throw damaged();
  return 2 ** shift;
}

function damaged(): DomainError {
  return new DomainError(
    'corrupt-document',
    'The document is damaged: its table of contents cannot be read.',
  );
}
