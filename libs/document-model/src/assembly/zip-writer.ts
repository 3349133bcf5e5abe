import { deflateSync } from 'fflate';
import { crc32 } from './crc32.js';
import type { ZipArchive, ZipEntry } from './zip-archive.js';

/** Content that takes the place of entries or is added at the end, by entry name; null removes. */
export type ZipChanges = ReadonlyMap<string, Uint8Array | null>;

interface Written {
  readonly local: Uint8Array;
  /** The directory record, whose offset is filled in when it is known. */
  readonly central: Uint8Array;
}

const UTF8_NAME = 0x0800;
const VERSION = 20;
// 1 January 1980, the first day zip knows: new entries must not depend on the clock.
const FIRST_DAY = 0x0021;

/** A zip with some entries changed. All others are copied byte for byte, in their order. */
export function writeZip(archive: ZipArchive, changes: ZipChanges): Uint8Array {
  const written: Written[] = [];
  const known = new Set<string>();
  for (const entry of archive.entries) {
    known.add(entry.name);
    const content = changes.get(entry.name);
    if (content === undefined) written.push({ local: entry.localRecord, central: entry.centralRecord });
    else if (content !== null) written.push(packEntry(entry.name, content, entry));
  }
  for (const [name, content] of changes)
    if (!known.has(name) && content !== null) written.push(packEntry(name, content, null));
  return join(written, archive.comment);
}

function packEntry(name: string, content: Uint8Array, old: ZipEntry | null): Written {
  const nameBytes = new TextEncoder().encode(name);
  const method = old?.method === 0 ? 0 : 8;
  const packed = method === 0 ? content : deflateSync(content, { level: 6 });
  const oldCentral = old === null ? null : viewOf(old.centralRecord);
  const time = oldCentral?.getUint16(12, true) ?? 0;
  const day = oldCentral?.getUint16(14, true) ?? FIRST_DAY;
  const local = new Uint8Array(30 + nameBytes.length + packed.length);
  const central = new Uint8Array(46 + nameBytes.length);
  const shared = [VERSION, UTF8_NAME, method, time, day];
  const sizes = [crc32(content), packed.length, content.length];
  const localView = viewOf(local);
  localView.setUint32(0, 0x04034b50, true);
  shared.forEach((value, i) => localView.setUint16(4 + 2 * i, value, true));
  sizes.forEach((value, i) => localView.setUint32(14 + 4 * i, value, true));
  localView.setUint16(26, nameBytes.length, true);
  local.set(nameBytes, 30);
  local.set(packed, 30 + nameBytes.length);
  const centralView = viewOf(central);
  centralView.setUint32(0, 0x02014b50, true);
  centralView.setUint16(4, VERSION, true);
  shared.forEach((value, i) => centralView.setUint16(6 + 2 * i, value, true));
  sizes.forEach((value, i) => centralView.setUint32(16 + 4 * i, value, true));
  centralView.setUint16(28, nameBytes.length, true);
  central.set(nameBytes, 46);
  return { local, central };
}

function join(written: readonly Written[], comment: Uint8Array): Uint8Array {
  const localLength = written.reduce((sum, { local }) => sum + local.length, 0);
  const centralLength = written.reduce((sum, { central }) => sum + central.length, 0);
  const out = new Uint8Array(localLength + centralLength + 22 + comment.length);
  const view = viewOf(out);
  let offset = 0;
  let directory = localLength;
  for (const { local, central } of written) {
    out.set(local, offset);
    out.set(central, directory);
    view.setUint32(directory + 42, offset, true);
    offset += local.length;
    directory += central.length;
  }
  view.setUint32(directory, 0x06054b50, true);
  view.setUint16(directory + 8, written.length, true);
  view.setUint16(directory + 10, written.length, true);
  view.setUint32(directory + 12, centralLength, true);
  view.setUint32(directory + 16, localLength, true);
  view.setUint16(directory + 20, comment.length, true);
  out.set(comment, directory + 22);
  return out;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
