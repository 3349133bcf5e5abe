import { createBlankDocx } from '#libs/document-model';
import { zipSync, type Zippable } from 'fflate';
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { packageOf, plainDocx, richDocx } from '../../../../test/fixtures/documents.js';
import { ole2 } from '../../../../test/fixtures/ole2.js';
import { sniffDocument } from './format-sniffer.js';
import { readZipDirectory } from './zip-directory.js';

const DIRECTORY_ENTRY = Buffer.from('504b0102', 'hex');
const LOCAL_HEADER = Buffer.from('504b0304', 'hex');

const contentTypes = (main: string) =>
  `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/main.xml" ContentType="application/${main}"/></Types>`;

const ooxml = (main: string, parts: Record<string, string | Uint8Array> = {}) =>
  Buffer.from(packageOf({ '[Content_Types].xml': contentTypes(main), ...parts }));
const WORD = 'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
const SHEET = 'vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml';

/** A copy in which a number of the directory entry of one part says something else. */
function withDirectoryField(zip: Buffer, part: string, offset: number, value: number): Buffer {
  const copy = Buffer.from(zip);
  for (let at = copy.indexOf(DIRECTORY_ENTRY); at >= 0; at = copy.indexOf(DIRECTORY_ENTRY, at + 1)) {
    const name = copy.toString('utf8', at + 46, at + 46 + copy.readUInt16LE(at + 28));
    if (name === part) copy.writeUInt32LE(value, at + offset);
  }
  return copy;
}

describe('the content of a file', () => {
  it.each([
    ['docx', WORD],
    ['dotx', 'vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml'],
    ['docm', 'vnd.ms-word.document.macroEnabled.main+xml'],
    ['xlsx', SHEET],
    ['xlsm', 'vnd.ms-excel.sheet.macroEnabled.main+xml'],
    ['pptx', 'vnd.openxmlformats-officedocument.presentationml.presentation.main+xml'],
  ])('is recognised as %s by its main part', async (format, main) => {
    expect(await sniffDocument(ooxml(main), format)).toBe(format);
  });

  it('of our own documents is a Word document', async () => {
    for (const bytes of [createBlankDocx(), plainDocx(), richDocx()]) {
      expect(await sniffDocument(Buffer.from(bytes), 'docx')).toBe('docx');
    }
  });

  it.each([
    ['odt', 'application/vnd.oasis.opendocument.text'],
    ['ods', 'application/vnd.oasis.opendocument.spreadsheet'],
    ['odp', 'application/vnd.oasis.opendocument.presentation'],
  ])('is recognised as %s by its mimetype', async (format, mimetype) => {
    expect(await sniffDocument(Buffer.from(packageOf({ mimetype })), format)).toBe(format);
  });

  it.each([
    ['txt', 'Grüße, plain text', 'text'],
    ['txt', Buffer.from('Gr\xfc\xdfe in an old encoding, mostly letters', 'latin1'), 'text'],
    ['txt', Buffer.from('\ufeffGrüße', 'utf16le'), 'text'],
    ['rtf', String.raw`{\rtf1\ansi Hello}`, 'rtf'],
    ['html', '<!DOCTYPE html><p>Hello</p>', 'html'],
    ['html', '\ufeff  <?xml version="1.0"?><html xmlns="x"></html>', 'html'],
    ['doc', String.raw`{\rtf1\ansi a file named .doc that is RTF}`, 'rtf'],
    ['doc', ooxml(WORD), 'docx'],
  ])('named .%s may be text', async (extension, content, format) => {
    expect(await sniffDocument(Buffer.from(content), extension)).toBe(format);
  });

  it('of an old container is told by its streams', async () => {
    expect(await sniffDocument(ole2({ WordDocument: Buffer.alloc(32) }), 'doc')).toBe('doc');
    expect(await sniffDocument(ole2({ Workbook: Buffer.alloc(32) }), 'xls')).toBe('xls');
    expect(await sniffDocument(ole2({ 'PowerPoint Document': Buffer.alloc(32) }), 'ppt')).toBe('ppt');
  });
});

describe('a file that is not what its name says', () => {
  it.each([
    ['an Excel workbook', ooxml(SHEET), 'wrong-extension', 'an Excel workbook'],
    ['a PDF', Buffer.from('%PDF-1.7\n'), 'wrong-extension', 'a PDF document'],
    ['RTF', Buffer.from(String.raw`{\rtf1 Hello}`), 'wrong-extension', 'a rich text document'],
    [
      'a Word 97 document',
      ole2({ WordDocument: Buffer.alloc(32) }),
      'wrong-extension',
      'a Word 97-2003 document',
    ],
    ['an error page', Buffer.from('<html><body>Please log in'), 'wrong-extension', 'a web page'],
    ['a PNG', Buffer.from('89504e470d0a1a0a00000000', 'hex'), 'not-a-document', 'a PNG picture'],
    ['plain text', Buffer.from('just words'), 'not-a-document', 'plain text'],
    ['an ordinary zip', Buffer.from(packageOf({ 'readme.txt': 'a' })), 'not-a-document', 'a zip archive'],
    [
      'random bytes',
      Buffer.concat([Buffer.from([1]), randomBytes(20_000)]),
      'not-a-document',
      'of no kind we know',
    ],
    ['an empty container', ole2({ Something: Buffer.alloc(1) }), 'not-a-document', 'without a document'],
  ])('%s named .docx is refused with a sentence that says what it is', async (_what, file, code, words) => {
    await expect(sniffDocument(file, 'docx')).rejects.toMatchObject({
      code,
      message: expect.stringContaining(words),
    });
  });

  it('is refused when it is empty', async () => {
    await expect(sniffDocument(Buffer.alloc(0), 'docx')).rejects.toMatchObject({ code: 'empty-file' });
  });

  it('is refused when its type is unknown, without repeating what could be markup', async () => {
    await expect(sniffDocument(Buffer.from('a'), '<script>')).rejects.toMatchObject({
      code: 'unsupported-format',
      message: 'Files of the type .?script? are not supported.',
    });
  });
});

describe('a protected file', () => {
  const refused = { code: 'password-protected', message: expect.stringContaining('password') };

  it('is recognised when Word encrypted it', async () => {
    const file = ole2({ EncryptedPackage: Buffer.alloc(8), EncryptionInfo: Buffer.alloc(8) });
    await expect(sniffDocument(file, 'docx')).rejects.toMatchObject(refused);
  });

  it('is recognised when Word 97 encrypted it', async () => {
    const header = Buffer.alloc(32);
    header.writeUInt16LE(0x0100, 10);
    await expect(sniffDocument(ole2({ WordDocument: header }), 'doc')).rejects.toMatchObject(refused);
  });

  it('is recognised when it is OpenDocument or an encrypted zip', async () => {
    const odt = packageOf({
      mimetype: 'application/vnd.oasis.opendocument.text',
      'META-INF/manifest.xml': '<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>',
    });
    await expect(sniffDocument(Buffer.from(odt), 'odt')).rejects.toMatchObject(refused);
    const zip = ooxml(WORD, { 'word/document.xml': '<w/>' });
    const encrypted = withDirectoryField(zip, 'word/document.xml', 8, 0x00080001);
    await expect(sniffDocument(encrypted, 'docx')).rejects.toMatchObject(refused);
  });
});

describe('a hostile or damaged zip', () => {
  const megabytes = (count: number) => new Uint8Array(count * 1024 ** 2).fill(0x20);
  const deflated = (parts: Record<string, Uint8Array>) => {
    const entries: Zippable = {
      '[Content_Types].xml': new TextEncoder().encode(contentTypes(WORD)),
      ...parts,
    };
    return Buffer.from(zipSync(entries, { level: 9 }));
  };
  const sniffed = (file: Buffer) => sniffDocument(file, 'docx');

  it('that unpacks to too much text is refused with both sizes', async () => {
    const bomb = deflated({
      'word/document.xml': megabytes(17),
      'word/footnotes.xml': megabytes(17),
      'word/styles.xml': megabytes(17),
    });
    expect(bomb.length).toBeLessThan(100_000);
    await expect(sniffed(bomb)).rejects.toMatchObject({
      code: 'too-large',
      message: expect.stringMatching(/unpacks to 51 MB.*at most 50 MB/),
    });
  });

  it('with one part that is nothing but repetition is refused', async () => {
    await expect(sniffed(deflated({ 'word/media/image1.bin': megabytes(30) }))).rejects.toMatchObject({
      code: 'too-large',
      message: expect.stringContaining('times its size'),
    });
  });

  it('whose directory lies about a size is found out without unpacking more than was declared', async () => {
    const honest = deflated({ 'word/document.xml': megabytes(40) });
    const liar = withDirectoryField(honest, 'word/document.xml', 24, 1_000);
    await expect(sniffed(liar)).rejects.toMatchObject({
      code: 'corrupt-document',
      message: expect.stringContaining('word/document.xml cannot be unpacked'),
    });
    const tooMuch = withDirectoryField(
      deflated({ 'word/document.xml': megabytes(1) }),
      'word/document.xml',
      24,
      2_000_000,
    );
    await expect(sniffed(tooMuch)).rejects.toMatchObject({ code: 'corrupt-document' });
  });

  it('whose parts lie on top of each other is refused', async () => {
    const zip = deflated({ 'word/a.xml': megabytes(1), 'word/b.xml': megabytes(1) });
    const first = zip.indexOf(LOCAL_HEADER);
    await expect(sniffed(withDirectoryField(zip, 'word/b.xml', 42, first))).rejects.toMatchObject({
      code: 'corrupt-document',
      message: expect.stringContaining('on top of each other'),
    });
  });

  it('that is cut off anywhere is refused as damaged', async () => {
    const whole = Buffer.from(richDocx());
    for (const part of [0.1, 0.5, 0.9, 0.99]) {
      await expect(sniffed(whole.subarray(0, Math.floor(whole.length * part)))).rejects.toMatchObject({
        code: 'corrupt-document',
      });
    }
  });

  it('with any single byte of its directory changed never does worse than a typed error', async () => {
    const whole = Buffer.from(plainDocx());
    const start = whole.indexOf(DIRECTORY_ENTRY);
    for (let at = start; at < whole.length; at++) {
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] ?? 0) ^ 0xff;
      const outcome = await sniffed(damaged).catch((error: { code?: unknown }) => error.code);
      expect(outcome).toBeTypeOf('string');
    }
  });

  it('with more parts than any document has is refused', () => {
    const zip = deflated({});
    zip.writeUInt16LE(0xffff, zip.length - 12);
    expect(() => readZipDirectory(zip)).toThrow(expect.objectContaining({ code: 'too-large' }));
  });

  it('with a part in an unknown compression is refused', async () => {
    const zip = ooxml(WORD, { 'word/document.xml': '<w/>' });
    const strange = withDirectoryField(zip, 'word/document.xml', 10, 99);
    await expect(sniffed(strange)).rejects.toMatchObject({ code: 'corrupt-document' });
  });
});

describe('a damaged old container', () => {
  it('never does worse than a typed error', async () => {
    const whole = ole2({ WordDocument: Buffer.alloc(32) });
    for (const at of [30, 48, 49, 51, 76, 79, 512, 516, 1024 + 64, 1024 + 128 + 116, 1024 + 128 + 119]) {
      const damaged = Buffer.from(whole);
      damaged[at] = 0xee;
      const outcome = await sniffDocument(damaged, 'doc').catch((error: { code?: unknown }) => error.code);
      expect(outcome).toBeTypeOf('string');
    }
    await expect(sniffDocument(whole.subarray(0, 600), 'doc')).rejects.toMatchObject({
      code: 'corrupt-document',
    });
  });

  it('whose directory runs in a circle is refused', async () => {
    const circle = ole2({ Something: Buffer.alloc(1) });
    circle.writeUInt32LE(1, 512 + 4);
    await expect(sniffDocument(circle, 'doc')).rejects.toMatchObject({ code: 'corrupt-document' });
  });
});
