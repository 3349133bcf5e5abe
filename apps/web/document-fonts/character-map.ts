/** Which glyph shows which character. */
export type CharacterMap = Map<number, number>;

/** Reads the subtables that fonts of the web use: format 12 where there is one, else format 4. */
export function readCharacterMap(table: Buffer): CharacterMap {
  const offsets = Array.from({ length: table.readUInt16BE(2) }, (_, i) => table.readUInt32BE(4 + i * 8 + 4));
  const formats = offsets.map((offset) => table.readUInt16BE(offset));
  const full = offsets[formats.indexOf(12)];
  if (full !== undefined) return readFormat12(table.subarray(full));
  const basic = offsets[formats.indexOf(4)];
  if (basic !== undefined) return readFormat4(table.subarray(basic));
  throw new Error(`no readable character map (formats ${formats.join(', ')})`);
}

/** A table with one subtable of format 12. */
export function writeCharacterMap(map: CharacterMap): Buffer {
  const groups = groupsOf(map);
  const header = Buffer.alloc(12 + 16);
  header.writeUInt16BE(1, 2);
  header.writeUInt16BE(3, 4);
  header.writeUInt16BE(10, 6);
  header.writeUInt32BE(12, 8);
  header.writeUInt16BE(12, 12);
  header.writeUInt32BE(16 + groups.length * 12, 16);
  header.writeUInt32BE(groups.length, 24);
  const body = Buffer.alloc(groups.length * 12);
  groups.forEach(({ first, last, glyph }, i) => {
    body.writeUInt32BE(first, i * 12);
    body.writeUInt32BE(last, i * 12 + 4);
    body.writeUInt32BE(glyph, i * 12 + 8);
  });
  return Buffer.concat([header, body]);
}

function groupsOf(map: CharacterMap): { first: number; last: number; glyph: number }[] {
  const groups: { first: number; last: number; glyph: number }[] = [];
  for (const [character, glyph] of [...map].toSorted(([a], [b]) => a - b)) {
    const group = groups.at(-1);
    const continues =
      group && character === group.last + 1 && glyph === group.glyph + (character - group.first);
    if (continues) group.last = character;
    else groups.push({ first: character, last: character, glyph });
  }
  return groups;
}

function readFormat12(table: Buffer): CharacterMap {
  const map: CharacterMap = new Map();
  for (let i = 0; i < table.readUInt32BE(12); i++) {
    const at = 16 + i * 12;
    const [first, last, glyph] = [
      table.readUInt32BE(at),
      table.readUInt32BE(at + 4),
      table.readUInt32BE(at + 8),
    ];
    for (let character = first; character <= last; character++) map.set(character, glyph + character - first);
  }
  return map;
}

function readFormat4(table: Buffer): CharacterMap {
  const map: CharacterMap = new Map();
  const doubled = table.readUInt16BE(6);
  const [ends, starts, deltas, ranges] = [14, 16 + doubled, 16 + 2 * doubled, 16 + 3 * doubled];
  for (let i = 0; i < doubled; i += 2) {
    const last = table.readUInt16BE(ends + i);
    const delta = table.readUInt16BE(deltas + i);
    const range = table.readUInt16BE(ranges + i);
    const first = table.readUInt16BE(starts + i);
    for (let character = first; character <= last && character !== 0xffff; character++) {
      const direct =
        range === 0 ? character : table.readUInt16BE(ranges + i + range + (character - first) * 2);
      const glyph = direct === 0 ? 0 : (direct + delta) & 0xffff;
      if (glyph !== 0) map.set(character, glyph);
    }
  }
  return map;
}
