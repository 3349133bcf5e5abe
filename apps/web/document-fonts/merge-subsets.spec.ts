import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createFontSource } from '@docx-editor.dev/core';
import { describe, expect, it } from 'vitest';
import { readCharacterMap } from './character-map.js';
import { mergeSubsets } from './merge-subsets.js';
import { readWoff, tableOf, writeTrueType, type FontTables } from './sfnt.js';

const files = resolve(import.meta.dirname, '../../../node_modules/@fontsource/carlito/files');
const piece = async (script: string): Promise<FontTables> =>
  readWoff(await readFile(resolve(files, `carlito-${script}-400-normal.woff`)));

function widthOf(font: FontTables, character: string): number {
  const glyph = readCharacterMap(tableOf(font, 'cmap')).get(character.codePointAt(0) ?? 0);
  if (glyph === undefined) throw new Error(`no glyph for ${character}`);
  const metrics = tableOf(font, 'hhea').readUInt16BE(34);
  return tableOf(font, 'hmtx').readUInt16BE(Math.min(glyph, metrics - 1) * 4);
}

describe('a font merged of its pieces', () => {
  it('has the characters of all pieces with their own widths', async () => {
    const [latin, extended, cyrillic, greek] = await Promise.all(
      ['latin', 'latin-ext', 'cyrillic', 'greek'].map((script) => piece(script)),
    );
    if (!latin || !extended || !cyrillic || !greek) throw new Error('pieces are missing');
    const merged = mergeSubsets([latin, extended, cyrillic, greek]);
    for (const [part, text] of [
      [latin, 'Aé–'],
      [extended, 'łőş'],
      [cyrillic, 'Жя'],
      [greek, 'Ωλ'],
    ] as const) {
      for (const character of text) expect(widthOf(merged, character)).toBe(widthOf(part, character));
    }
  });

  it('is a font that the engine takes', async () => {
    const merged = mergeSubsets([await piece('latin'), await piece('latin-ext')]);
    const result = createFontSource(writeTrueType(merged), {
      family: 'Calibri',
      weight: 400,
      style: 'normal',
    });
    expect(result).toHaveProperty('source');
  });

  it('keeps the outlines of composed glyphs together', async () => {
    const [latin, extended] = [await piece('latin'), await piece('latin-ext')];
    const merged = mergeSubsets([latin, extended]);
    const count = tableOf(merged, 'maxp').readUInt16BE(4);
    const loca = tableOf(merged, 'loca');
    const glyf = tableOf(merged, 'glyf');
    for (let glyph = 0; glyph < count; glyph++) {
      const [from, to] = [loca.readUInt32BE(glyph * 4), loca.readUInt32BE(glyph * 4 + 4)];
      if (to > from && glyf.readInt16BE(from) < 0) expect(glyf.readUInt16BE(from + 12)).toBeLessThan(count);
    }
  });
});
