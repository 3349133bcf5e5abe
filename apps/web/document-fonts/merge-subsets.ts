import { readCharacterMap, writeCharacterMap, type CharacterMap } from './character-map.js';
import { tableOf, type FontTables } from './sfnt.js';

const ARGS_ARE_WORDS = 0x0001;
const HAS_SCALE = 0x0008;
const MORE_COMPONENTS = 0x0020;
const HAS_TWO_SCALES = 0x0040;
const HAS_MATRIX = 0x0080;

/** Tables whose glyph numbers belong to the first piece, which keeps its own. */
const KEPT_FROM_FIRST = ['GDEF', 'GPOS', 'GSUB', 'OS/2', 'gasp', 'name'];

/**
 * One font of several pieces that were cut from the same font. The glyphs of the first piece keep their numbers, so
 * its kerning and ligatures stay valid; those of the others are lost, which only loosens pairs outside of it.
 */
export function mergeSubsets(pieces: readonly FontTables[]): FontTables {
  const first = pieces[0];
  if (!first) throw new Error('there is nothing to merge');
  const glyphs: Buffer[] = [];
  const metrics: Buffer[] = [];
  const characters: CharacterMap = new Map();
  for (const piece of pieces) {
    const offset = glyphs.length;
    glyphs.push(...glyphsOf(piece).map((glyph) => withMovedComponents(glyph, offset)));
    metrics.push(...metricsOf(piece));
    for (const [character, glyph] of readCharacterMap(tableOf(piece, 'cmap'))) {
      if (!characters.has(character)) characters.set(character, glyph + offset);
    }
  }
  const merged: FontTables = new Map(
    KEPT_FROM_FIRST.flatMap((name) => {
      const table = first.get(name);
      return table ? [[name, table] as const] : [];
    }),
  );
  addGlyphs(merged, glyphs);
  merged.set('hmtx', Buffer.concat(metrics));
  merged.set('cmap', writeCharacterMap(characters));
  merged.set('head', longOffsets(tableOf(first, 'head')));
  merged.set('hhea', withMetricCount(tableOf(first, 'hhea'), glyphs.length));
  merged.set('maxp', largestProfile(pieces, glyphs.length));
  merged.set('post', withoutNames(tableOf(first, 'post')));
  return merged;
}

function glyphCount(font: FontTables): number {
  return tableOf(font, 'maxp').readUInt16BE(4);
}

function glyphsOf(font: FontTables): Buffer[] {
  const [loca, glyf] = [tableOf(font, 'loca'), tableOf(font, 'glyf')];
  const isLong = tableOf(font, 'head').readInt16BE(50) === 1;
  const offset = (glyph: number): number =>
    isLong ? loca.readUInt32BE(glyph * 4) : loca.readUInt16BE(glyph * 2) * 2;
  return Array.from({ length: glyphCount(font) }, (_, glyph) =>
    glyf.subarray(offset(glyph), offset(glyph + 1)),
  );
}

/** Four bytes for each glyph: width and left side bearing. */
function metricsOf(font: FontTables): Buffer[] {
  const table = tableOf(font, 'hmtx');
  const count = tableOf(font, 'hhea').readUInt16BE(34);
  return Array.from({ length: glyphCount(font) }, (_, glyph) => {
    const full = Math.min(glyph, count - 1);
    const metric = Buffer.from(table.subarray(full * 4, full * 4 + 4));
    if (glyph >= count) metric.writeInt16BE(table.readInt16BE(count * 4 + (glyph - count) * 2), 2);
    return metric;
  });
}

/** Glyphs made of other glyphs name them by number. */
function withMovedComponents(original: Buffer, offset: number): Buffer {
  if (original.length === 0 || original.readInt16BE(0) >= 0) return original;
  const glyph = Buffer.from(original);
  let at = 10;
  for (;;) {
    const flags = glyph.readUInt16BE(at);
    glyph.writeUInt16BE(glyph.readUInt16BE(at + 2) + offset, at + 2);
    if ((flags & MORE_COMPONENTS) === 0) return glyph;
    at += 4 + (flags & ARGS_ARE_WORDS ? 4 : 2);
    if (flags & HAS_SCALE) at += 2;
    else if (flags & HAS_TWO_SCALES) at += 4;
    else if (flags & HAS_MATRIX) at += 8;
  }
}

function addGlyphs(merged: FontTables, glyphs: readonly Buffer[]): void {
  const padded = glyphs.map((glyph) => Buffer.concat([glyph, Buffer.alloc((4 - (glyph.length % 4)) % 4)]));
  const loca = Buffer.alloc((glyphs.length + 1) * 4);
  let offset = 0;
  padded.forEach((glyph, i) => {
    offset += glyph.length;
    loca.writeUInt32BE(offset, (i + 1) * 4);
  });
  merged.set('glyf', Buffer.concat(padded));
  merged.set('loca', loca);
}

function longOffsets(head: Buffer): Buffer {
  const copy = Buffer.from(head);
  copy.writeInt16BE(1, 50);
  return copy;
}

function withMetricCount(hhea: Buffer, count: number): Buffer {
  const copy = Buffer.from(hhea);
  copy.writeUInt16BE(count, 34);
  return copy;
}

/** The limits that a reader must be ready for: the largest of every piece. */
function largestProfile(pieces: readonly FontTables[], count: number): Buffer {
  const profiles = pieces.map((piece) => tableOf(piece, 'maxp'));
  const merged = Buffer.from(profiles[0] ?? Buffer.alloc(32));
  for (let at = 6; at < merged.length; at += 2)
    merged.writeUInt16BE(Math.max(...profiles.map((profile) => profile.readUInt16BE(at))), at);
  merged.writeUInt16BE(count, 4);
  return merged;
}

/** Version 3: no names of glyphs, which nothing on a screen needs. */
function withoutNames(post: Buffer): Buffer {
  const copy = Buffer.from(post.subarray(0, 32));
  copy.writeUInt32BE(0x00030000, 0);
  return copy;
}
