import { inflateSync } from 'fflate';
import { WordDocumentError } from '../errors.js';

/** One file in a zip. The records are the archive's own bytes, so that an untouched entry can be copied as it is. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly size: number;
  /** Local header, data and whatever follows up to the next entry. */
  readonly localRecord: Uint8Array;
  readonly centralRecord: Uint8Array;
  readonly compressed: Uint8Array;
}

export interface ZipArchive {
  /** In the order of the directory. */
  readonly entries: readonly ZipEntry[];
  readonly comment: Uint8Array;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_LENGTH = 22;
const MAX_COMMENT = 0xffff;
const MAX_ENTRY_BYTES = 512 * 1024 * 1024;

/** Reads the directory of a zip. Throws `not-a-document` for anything unusual: encryption, several disks, zip64, overlaps. */
export function readZip(bytes: Uint8Array): ZipArchive {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  const directory = view.getUint32(end + 16, true);
  const commentLength = view.getUint16(end + 20, true);
  if (view.getUint16(end + 4, true) !== 0 || count === 0xffff || directory === 0xffffffff) {
    throw refuse('it spans several disks or needs zip64');
  }
  const records = readDirectory(view, directory, count, end);
  const starts = records.map((record) => record.localOffset).toSorted((a, b) => a - b);
  if (new Set(starts).size !== starts.length) throw refuse('two entries share their data');
  const nextAfter = new Map(starts.map((start, i) => [start, starts[i + 1] ?? directory]));
  const entries = records.map((record) =>
    entryOf(view, record, nextAfter.get(record.localOffset) ?? directory),
  );
  return { entries, comment: bytes.slice(end + END_LENGTH, end + END_LENGTH + commentLength) };
}

/** The content of an entry. */
export function inflateEntry(entry: ZipEntry): Uint8Array {
  if (entry.method === 0) return entry.compressed;
  if (entry.method !== 8 || entry.size > MAX_ENTRY_BYTES)
    throw refuse(`${entry.name} is packed in a way that is not supported`);
  try {
    return inflateSync(entry.compressed, { out: new Uint8Array(entry.size) });
  } catch (cause) {
    throw new WordDocumentError('not-a-document', `The zip entry ${entry.name} cannot be unpacked.`, {
      cause,
    });
  }
}

interface DirectoryRecord {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly localOffset: number;
  readonly bytes: Uint8Array;
}

function findEnd(view: DataView): number {
  const lowest = Math.max(0, view.byteLength - END_LENGTH - MAX_COMMENT);
  for (let at = view.byteLength - END_LENGTH; at >= lowest; at--) {
    if (
      view.getUint32(at, true) === END &&
      at + END_LENGTH + view.getUint16(at + 20, true) <= view.byteLength
    )
      return at;
  }
  throw refuse('it has no directory');
}

function readDirectory(view: DataView, start: number, count: number, end: number): DirectoryRecord[] {
  const records: DirectoryRecord[] = [];
  let at = start;
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== CENTRAL) throw refuse('its directory is damaged');
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((o) =>
      view.getUint16(at + o, true),
    ) as [number, number, number];
    const length = 46 + nameLength + extraLength + commentLength;
    if (at + length > end) throw refuse('its directory is damaged');
    const flags = view.getUint16(at + 8, true);
    if ((flags & 1) !== 0) throw refuse('it is encrypted');
    const bytes = slice(view, at, at + length);
    records.push({
      name: new TextDecoder().decode(slice(view, at + 46, at + 46 + nameLength)),
      flags,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      compressedSize: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      localOffset: view.getUint32(at + 42, true),
      bytes,
    });
    at += length;
  }
  return records;
}

function entryOf(view: DataView, record: DirectoryRecord, next: number): ZipEntry {
  const start = record.localOffset;
  if (start + 30 > view.byteLength || view.getUint32(start, true) !== LOCAL)
    throw refuse(`the entry ${record.name} is missing`);
  const data = start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
  const dataEnd = data + record.compressedSize;
  if (dataEnd > next || next > view.byteLength) throw refuse(`the entry ${record.name} is cut off`);
  return {
    name: record.name,
    method: record.method,
    crc: record.crc,
    size: record.size,
    localRecord: slice(view, start, next),
    centralRecord: record.bytes,
    compressed: slice(view, data, dataEnd),
  };
}

function slice(view: DataView, start: number, end: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + start, end - start);
}

function refuse(why: string): WordDocumentError {
  return new WordDocumentError('not-a-document', `The zip package was refused: ${why}.`);
}
