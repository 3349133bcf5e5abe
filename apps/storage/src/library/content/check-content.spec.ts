import { createBlankDocx } from '#libs/document-model';
import { DomainError } from '#libs/errors';
import { strToU8, zipSync } from 'fflate';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { checkContent, requireFileType } from './check-content.js';
import { ContentProbe, type ProbedContent } from './content-probe.js';

async function probed(bytes: Uint8Array, chunkSize = 64 * 1024): Promise<ProbedContent> {
  const probe = new ContentProbe(100_000_000, () => new Error('too large'));
  const chunks = [];
  for (let at = 0; at < bytes.length; at += chunkSize)
    chunks.push(Buffer.from(bytes.subarray(at, at + chunkSize)));
  Readable.from(chunks).pipe(probe).resume();
  await new Promise((resolve) => probe.once('end', resolve));
  return probe.result();
}

async function refusalOf(
  title: string,
  bytes: Uint8Array,
  chunkSize?: number,
): Promise<DomainError | undefined> {
  const content = await probed(bytes, chunkSize);
  try {
    checkContent(title, requireFileType(title, title.split('.').at(-1) ?? ''), content);
    return undefined;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

function zipOf(...names: string[]): Uint8Array {
  return zipSync(Object.fromEntries(names.map((name) => [name, strToU8('x')])));
}

function compoundFile(streamName: string, at = 2000): Uint8Array {
  const file = Buffer.alloc(4096);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(file);
  Buffer.from(streamName, 'utf16le').copy(file, at);
  return file;
}

const odt = zipSync({
  mimetype: [strToU8('application/vnd.oasis.opendocument.text'), { level: 0 }],
  'content.xml': strToU8('<x/>'),
});
const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

describe('the quick look at an upload', () => {
  it.each([
    ['report.docx', createBlankDocx()],
    ['old.doc', compoundFile('WordDocument')],
    ['open.odt', odt],
    ['rich.rtf', strToU8('{\\rtf1\\ansi Hello}')],
    ['notes.txt', strToU8('Grüße, plain text')],
    ['utf16.txt', Buffer.from('\ufeffwide', 'utf16le')],
    ['source.txt', strToU8('<!doctype html><p>source')],
    ['letters.txt', strToU8('BM is how this note begins')],
  ])('lets %s through', async (title, bytes) => {
    expect(await refusalOf(title, bytes)).toBeUndefined();
  });

  it.each([
    ['report.docx', png, 'not-a-document', 'is not a Word document: it is a PNG picture'],
    ['report.docx', strToU8('%PDF-1.7 …'), 'not-a-document', 'it is a PDF file'],
    [
      'report.docx',
      zipOf('[Content_Types].xml', 'xl/workbook.xml'),
      'not-a-document',
      'it is an Excel workbook',
    ],
    ['report.docx', zipOf('a.txt'), 'not-a-document', 'it is a ZIP archive'],
    [
      'report.docx',
      strToU8('{\\rtf1 x}'),
      'wrong-extension',
      'it is a rich text (RTF) document. Rename it to end in .rtf',
    ],
    ['report.docx', compoundFile('EncryptedPackage'), 'password-protected', 'is protected with a password'],
    ['report.docx', new Uint8Array(), 'empty-file', 'is empty: it has 0 bytes'],
    ['report.docx', createBlankDocx().subarray(0, 1500), 'corrupt-document', 'the file ends too early'],
    ['page.rtf', strToU8('<html><body>'), 'not-a-document', 'it is a web page (HTML)'],
    ['notes.txt', Uint8Array.of(1, 2, 0, 4), 'not-a-document', 'binary data of an unknown kind'],
  ])('refuses %s with a sentence about what it is (%#)', async (title, bytes, code, sentence) => {
    const refusal = await refusalOf(title, bytes);
    expect(refusal?.code).toBe(code);
    expect(refusal?.message).toContain(sentence);
    expect(refusal?.message).toContain(`“${title}”`);
  });

  it('finds a mark that lies across two chunks', async () => {
    expect((await refusalOf('report.docx', compoundFile('EncryptedPackage', 1020), 1024))?.code).toBe(
      'password-protected',
    );
  });

  it('does not care how a file is cut into chunks', async () => {
    const bytes = createBlankDocx();
    const [whole, pieces] = [await probed(bytes), await probed(bytes, 100)];
    expect(pieces).toEqual(whole);
    expect(whole.size).toBe(bytes.length);
  });

  it.each(['photo.png', 'table.xlsx', 'noextension'])('refuses %s by its name alone', (title) => {
    const extension = title.includes('.') ? (title.split('.')[1] ?? '') : '';
    expect(() => requireFileType(title, extension)).toThrow(
      /not supported yet\. Use a \.docx, .* or \.txt file/,
    );
  });
});
