import { strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { WordDocumentError } from '../errors.js';
import { crc32 } from './crc32.js';
import { inflateEntry, readZip } from './zip-archive.js';
import { writeZip } from './zip-writer.js';

const sample = () =>
  zipSync({
    'a.txt': [strToU8('alpha'.repeat(50)), { level: 9 }],
    'ü/b.bin': [new Uint8Array([1, 2, 3]), { level: 0 }],
    'c.txt': strToU8('gamma'),
  });

describe('reading and writing zips', () => {
  it('copies every entry byte for byte when nothing changes', () => {
    const bytes = sample();
    const archive = readZip(bytes);
    expect(archive.entries.map((entry) => entry.name)).toEqual(['a.txt', 'ü/b.bin', 'c.txt']);
    expect(writeZip(archive, new Map())).toEqual(bytes);
  });

  it('packs only changed entries anew, keeps the order, and adds new ones at the end', () => {
    const archive = readZip(sample());
    const out = writeZip(
      archive,
      new Map([
        ['ü/b.bin', strToU8('new')],
        ['d.txt', strToU8('delta')],
      ]),
    );
    const files = unzipSync(out);
    expect(Object.keys(files)).toEqual(['a.txt', 'ü/b.bin', 'c.txt', 'd.txt']);
    expect(files['ü/b.bin']).toEqual(strToU8('new'));
    const after = readZip(out);
    expect(after.entries[0]?.localRecord).toEqual(archive.entries[0]?.localRecord);
    expect(after.entries[2]?.compressed).toEqual(archive.entries[2]?.compressed);
  });

  it('leaves out removed entries', () => {
    const out = writeZip(readZip(sample()), new Map([['a.txt', null]]));
    expect(Object.keys(unzipSync(out))).toEqual(['ü/b.bin', 'c.txt']);
  });

  it('copies entries that are followed by a data descriptor', () => {
    const bytes = withDataDescriptor('hello');
    const archive = readZip(bytes);
    expect(new TextDecoder().decode(inflateEntry(archive.entries[0] ?? expect.fail()))).toBe('hello');
    const out = writeZip(archive, new Map([['new.txt', strToU8('x')]]));
    expect(unzipSync(out)['d.txt']).toEqual(strToU8('hello'));
  });

  it.each([
    ['cut off', () => sample().slice(0, 120)],
    ['without a directory', () => strToU8('PK\u0003\u0004 nothing')],
    ['encrypted', () => withFlag(sample(), 1)],
  ])('refuses a zip that is %s with a typed error', (_what, make) => {
    expect(() => readZip(make())).toThrow(WordDocumentError);
  });
});

it('computes the checksum zip uses', () => {
  expect(crc32(strToU8('123456789'))).toBe(0xcbf43926);
});

function withFlag(bytes: Uint8Array, flag: number): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  const directory = view.getUint32(copy.length - 22 + 16, true);
  view.setUint16(directory + 8, flag, true);
  return copy;
}

/** A stored entry whose sizes stand behind the data, as streaming writers do it. */
function withDataDescriptor(text: string): Uint8Array {
  const data = strToU8(text);
  const name = strToU8('d.txt');
  const local = new Uint8Array(30 + name.length + data.length + 16);
  const view = new DataView(local.buffer);
  view.setUint32(0, 0x04034b50, true);
  view.setUint16(4, 20, true);
  view.setUint16(6, 8, true);
  view.setUint16(26, name.length, true);
  local.set(name, 30);
  local.set(data, 30 + name.length);
  const descriptor = 30 + name.length + data.length;
  view.setUint32(descriptor, 0x08074b50, true);
  [crc32(data), data.length, data.length].forEach((value, i) =>
    view.setUint32(descriptor + 4 + 4 * i, value, true),
  );
  const central = new Uint8Array(46 + name.length + 22);
  const directory = new DataView(central.buffer);
  directory.setUint32(0, 0x02014b50, true);
  directory.setUint16(8, 8, true);
  [crc32(data), data.length, data.length].forEach((value, i) => directory.setUint32(16 + 4 * i, value, true));
  directory.setUint16(28, name.length, true);
  central.set(name, 46);
  directory.setUint32(46 + name.length, 0x06054b50, true);
  directory.setUint16(46 + name.length + 8, 1, true);
  directory.setUint16(46 + name.length + 10, 1, true);
  directory.setUint32(46 + name.length + 12, 46 + name.length, true);
  directory.setUint32(46 + name.length + 16, local.length, true);
  return new Uint8Array([...local, ...central]);
}
