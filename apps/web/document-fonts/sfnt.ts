import { inflateSync } from 'node:zlib';

/** Tables of a TrueType font by their four-letter names. */
export type FontTables = Map<string, Buffer>;

const WOFF_SIGNATURE = 0x774f4646;
const WOFF_HEADER = 44;
const WOFF_ENTRY = 20;
const TRUETYPE_VERSION = 0x00010000;
const CHECKSUM_BASE = 0xb1b0afba;

/** Unpacks a WOFF 1 file. */
export function readWoff(file: Buffer): FontTables {
  if (file.readUInt32BE(0) !== WOFF_SIGNATURE) throw new Error('not a WOFF file');
  const tables: FontTables = new Map();
  for (let i = 0; i < file.readUInt16BE(12); i++) {
    const entry = WOFF_HEADER + i * WOFF_ENTRY;
    const offset = file.readUInt32BE(entry + 4);
    const packedLength = file.readUInt32BE(entry + 8);
    const length = file.readUInt32BE(entry + 12);
    const packed = file.subarray(offset, offset + packedLength);
    tables.set(
      file.toString('latin1', entry, entry + 4),
      packedLength < length ? inflateSync(packed) : Buffer.from(packed),
    );
  }
  return tables;
}

export function tableOf(tables: FontTables, name: string): Buffer {
  const table = tables.get(name);
  if (!table) throw new Error(`the font has no table '${name}'`);
  return table;
}

/** A TrueType file of these tables. */
export function writeTrueType(tables: FontTables): Buffer {
  const names = [...tables.keys()].toSorted();
  const head = Buffer.from(tableOf(tables, 'head'));
  head.writeUInt32BE(0, 8);
  const directory = Buffer.alloc(12 + names.length * 16);
  writeDirectoryHeader(directory, names.length);
  const parts: Buffer[] = [directory];
  let offset = directory.length;
  let headAt = 0;
  names.forEach((name, i) => {
    const table = name === 'head' ? head : tableOf(tables, name);
    if (name === 'head') headAt = offset;
    const padded = Buffer.concat([table, Buffer.alloc((4 - (table.length % 4)) % 4)]);
    const entry = 12 + i * 16;
    directory.write(name, entry, 4, 'latin1');
    directory.writeUInt32BE(checksum(padded), entry + 4);
    directory.writeUInt32BE(offset, entry + 8);
    directory.writeUInt32BE(table.length, entry + 12);
    parts.push(padded);
    offset += padded.length;
  });
  const file = Buffer.concat(parts);
  file.writeUInt32BE((CHECKSUM_BASE - checksum(file)) >>> 0, headAt + 8);
  return file;
}

function writeDirectoryHeader(directory: Buffer, count: number): void {
  const log = Math.floor(Math.log2(count));
  directory.writeUInt32BE(TRUETYPE_VERSION, 0);
  directory.writeUInt16BE(count, 4);
  directory.writeUInt16BE(2 ** log * 16, 6);
  directory.writeUInt16BE(log, 8);
  directory.writeUInt16BE(count * 16 - 2 ** log * 16, 10);
}

function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let at = 0; at + 3 < bytes.length; at += 4) sum = (sum + bytes.readUInt32BE(at)) >>> 0;
  return sum;
}
