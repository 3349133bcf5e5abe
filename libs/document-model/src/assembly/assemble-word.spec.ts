import type { OoxmlElement } from '@docx-editor.dev/core/store';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { docxOfBody, largeDocx, plainDocx, richDocx } from '../../../../test/fixtures/documents.js';
import { createBlankDocx } from '../blank/blank-docx.js';
import { createHeadlessReplica, type HeadlessReplica } from '../session/headless-replica.js';
import { assembleWord } from './assemble-word.js';
import { readZip } from './zip-archive.js';
import { writeZip } from './zip-writer.js';
import { validateAssembled } from './validate-assembled.js';

const files: ReadonlyArray<readonly [name: string, bytes: Uint8Array]> = [
  ['the rich fixture', richDocx()],
  ['the plain fixture', plainDocx()],
  ['the blank document', createBlankDocx()],
  ['a document of 2,000 words', largeDocx(2_000)],
];

function paragraphsOf({ store }: HeadlessReplica): OoxmlElement[] {
  const body = store.bodyStore().part.root.children.find((child) => child.kind === 'body');
  return (body?.kind === 'body' ? body.children : []).filter(
    (child) => child.kind === 'paragraph',
  ) as OoxmlElement[];
}

function typeInto(
  bytes: Uint8Array,
  paragraphIndex: number,
  text: string,
): { updates: Uint8Array[]; replica: HeadlessReplica } {
  const replica = createHeadlessReplica(bytes);
  const updates: Uint8Array[] = [];
  replica.session.onLocalUpdate((update) => updates.push(update));
  const paragraphId = paragraphsOf(replica)[paragraphIndex]?.id ?? '';
  replica.store.transact(
    { kind: 'body' },
    (context) => void context.apply({ op: 'insertText', paragraphId, offset: 0, text }),
    { recordsHistory: false },
  );
  replica.port.flushPendingJournals();
  return { updates, replica };
}

const documentXml = (bytes: Uint8Array) =>
  strFromU8(unzipSync(bytes)['word/document.xml'] ?? new Uint8Array());

describe.each(files)('assembling %s', (_name, master) => {
  it('gives back exactly the master when nothing was edited', () => {
    expect(assembleWord(master, []).bytes).toEqual(master);
  });

  it('leaves every byte outside of the edited paragraph and every other entry as it was', () => {
    const { updates } = typeInto(master, 0, 'Added ');
    const assembled = assembleWord(master, updates);
    expect(assembled.changedParts).toEqual(['word/document.xml']);
    expect(() => validateAssembled(master, assembled.bytes, assembled.changedParts)).not.toThrow();
    const [before, after] = [documentXml(master), documentXml(assembled.bytes)];
    const start = before.search(/<w:p[ />]/);
    const end = before.startsWith('/>', before.indexOf('>', start) - 1)
      ? before.indexOf('>', start) + 1
      : before.indexOf('</w:p>', start) + 6;
    expect(after.slice(0, start)).toBe(before.slice(0, start));
    expect(after.slice(after.length - (before.length - end))).toBe(before.slice(end));
    expect(after).toContain('Added ');
  });

  it('gives back exactly the master when the edit was undone', () => {
    const { updates, replica } = typeInto(master, 0, 'Added ');
    replica.session.undo();
    expect(assembleWord(master, updates).bytes).toEqual(master);
  });
});

describe('assembling', () => {
  it('refuses a log with a hole', () => {
    const { updates, replica } = typeInto(plainDocx(), 0, 'a');
    const paragraphId = paragraphsOf(replica)[0]?.id ?? '';
    replica.store.transact(
      { kind: 'body' },
      (context) => void context.apply({ op: 'insertText', paragraphId, offset: 1, text: 'b' }),
      { recordsHistory: false },
    );
    replica.port.flushPendingJournals();
    expect(updates).toHaveLength(2);
    expect(() => assembleWord(plainDocx(), updates.slice(1))).toThrow(
      expect.objectContaining({ code: 'incomplete-log' }),
    );
  });

  it('refuses an update that is cut off', () => {
    const { updates } = typeInto(plainDocx(), 0, 'hello');
    const cut = updates[0]?.slice(0, -3) ?? new Uint8Array();
    expect(() => assembleWord(plainDocx(), [cut])).toThrow(
      expect.objectContaining({ code: 'malformed-update' }),
    );
  });

  it('keeps the encoding mark at the beginning of a part', () => {
    const master = recode((xml) => strToU8(`\uFEFF${xml}`));
    const { updates } = typeInto(master, 0, 'Ä');
    const after = unzipSync(assembleWord(master, updates).bytes)['word/document.xml'] ?? new Uint8Array();
    expect(after.slice(0, 3)).toEqual(new Uint8Array([0xef, 0xbb, 0xbf]));
  });

  it('writes a part in UTF-16 anew, in UTF-8', () => {
    const master = recode((xml) => utf16(xml.replace('UTF-8', 'UTF-16')));
    const { updates } = typeInto(master, 0, 'Ä');
    const assembled = assembleWord(master, updates);
    expect(documentXml(assembled.bytes)).toContain('Ä');
    expect(() => validateAssembled(master, assembled.bytes, assembled.changedParts)).not.toThrow();
  });

  it('uses the prefix the file uses for WordprocessingML', () => {
    const master = recode((xml) =>
      strToU8(
        xml
          .replaceAll('<w:', '<x:')
          .replaceAll('</w:', '</x:')
          .replaceAll(' w:', ' x:')
          .replace('xmlns:w=', 'xmlns:x='),
      ),
    );
    const { updates, replica } = typeInto(master, 2, 'new');
    const paragraphId = paragraphsOf(replica)[2]?.id ?? '';
    replica.store.transact(
      { kind: 'body' },
      (context) => void context.apply({ op: 'splitParagraph', paragraphId, offset: 2 }),
      { recordsHistory: false },
    );
    replica.port.flushPendingJournals();
    const assembled = assembleWord(master, updates);
    expect(() => validateAssembled(master, assembled.bytes, assembled.changedParts)).not.toThrow();
    expect(documentXml(assembled.bytes)).not.toContain('<w:');
  });
});

describe('checking an assembled file', () => {
  const master = richDocx();
  const { updates } = typeInto(master, 1, 'x');
  const good = assembleWord(master, updates);

  it.each([
    [
      'an entry that should not have changed',
      () => replaceEntry(good.bytes, 'word/styles.xml', '<x/>'),
      /styles\.xml was altered/,
    ],
    [
      'a part that is not well formed',
      () => replaceEntry(good.bytes, 'word/document.xml', '<w:document'),
      /cannot be opened/,
    ],
    [
      'an entry that is missing',
      () => replaceEntry(good.bytes, 'word/media/image1.png', null),
      /image1\.png is missing/,
    ],
    ['something that is no zip', () => new Uint8Array(100), /cannot be read/],
  ])('finds %s', (_what, make, message) => {
    expect(() => validateAssembled(master, make(), good.changedParts)).toThrow(message);
  });
});

function recode(encode: (xml: string) => Uint8Array): Uint8Array {
  const parts = unzipSync(
    docxOfBody('<w:p><w:r><w:t>first</w:t></w:r></w:p><w:p/><w:p><w:r><w:t>third</w:t></w:r></w:p>'),
  );
  return zipSync({
    ...parts,
    'word/document.xml': encode(strFromU8(parts['word/document.xml'] ?? new Uint8Array())),
  });
}

function utf16(text: string): Uint8Array {
  const bytes = [0xff, 0xfe];
  for (let i = 0; i < text.length; i++) bytes.push(text.charCodeAt(i) & 0xff, text.charCodeAt(i) >> 8);
  return new Uint8Array(bytes);
}

function replaceEntry(bytes: Uint8Array, name: string, content: string | null): Uint8Array {
  return writeZip(readZip(bytes), new Map([[name, content === null ? null : strToU8(content)]]));
}
