import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { plainDocx } from '../../../test/fixtures/documents.js';
import { createBlankDocx } from './blank/blank-docx.js';
import { openMaster } from './open-master.js';
import { createHeadlessReplica } from './session/headless-replica.js';

describe('opening a master', () => {
  it.each([
    ['text', () => strToU8('just text'), 'not-a-document'],
    ['nothing', () => new Uint8Array(), 'not-a-document'],
    ['a zip of something else', () => zipSync({ 'a.txt': strToU8('a') }), 'not-a-document'],
    ['a document that was cut off', () => plainDocx().slice(0, 400), 'not-a-document'],
    ['an old encrypted file', () => Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), 'not-a-document'],
    [
      'XML with a document type',
      () => withBody('<!DOCTYPE x [<!ENTITY a "b">]><w:document/>'),
      'refused-by-engine',
    ],
    ['XML that is not well formed', () => withBody('<w:document'), 'refused-by-engine'],
  ])('refuses %s with a typed error', (_what, make, code) => {
    expect(() => openMaster(make())).toThrow(expect.objectContaining({ name: 'WordDocumentError', code }));
  });

  it('refuses a part that inflates to far more than the file promises to be', () => {
    const bomb = zipSync({ '[Content_Types].xml': new Uint8Array(64 * 1024 * 1024) });
    expect(() => openMaster(bomb)).toThrow(expect.objectContaining({ name: 'WordDocumentError' }));
  });
});

describe('the blank document', () => {
  it('is always the same bytes and can be edited', () => {
    expect(createBlankDocx()).toEqual(createBlankDocx());
    expect(createHeadlessReplica(createBlankDocx()).session.plainText()).toBe('');
  });
});

function withBody(document: string): Uint8Array {
  return zipSync({
    '[Content_Types].xml': strToU8(
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    ),
    '_rels/.rels': strToU8(
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    ),
    'word/document.xml': strToU8(document),
  });
}
