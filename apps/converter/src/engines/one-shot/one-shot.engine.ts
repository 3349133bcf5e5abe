import { createHeadlessReplica } from '#libs/document-model';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { docxOfBody, packageOf, plainDocx, richDocx } from '../../../../../test/fixtures/documents.js';
import { sniffDocument } from '../../sniff/format-sniffer.js';
import { Engines } from '../engines.js';
import { NativeEngine } from '../native/native-engine.js';
import { findOffice } from './find-office.js';
import { OneShotEngine } from './one-shot-engine.js';

const office = await findOffice();
if (office === undefined) process.stderr.write('LibreOffice is not installed: its tests are skipped.\n');

const engines = new Engines(new NativeEngine(), new OneShotEngine());
const within = (ms: number) => AbortSignal.timeout(ms);
const textOf = (docx: Buffer) => createHeadlessReplica(docx).session.plainText();

// A folder of our own, so that what is left in it was left by us.
const temporary = mkdtempSync(join(tmpdir(), 'one-shot-'));
vi.stubEnv('TMPDIR', temporary);
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(temporary, { recursive: true, force: true });
});
const leftFolders = () => readdirSync(temporary);

/** Command lines of living LibreOffice processes whose files are in one of our job folders. */
function runningOffices(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return [readFileSync(join('/proc', pid, 'cmdline'), 'utf8').replaceAll('\0', ' ')];
      } catch {
        return [];
      }
    })
    .filter((line) => line.includes('soffice') && line.includes(temporary));
}

const paragraphs = ['Grüße aus Köln – “quoted”', 'Second paragraph', '日本語'];
const source = Buffer.from(plainDocx(paragraphs));

describe.skipIf(office === undefined)('LibreOffice', () => {
  it.each(['doc', 'dot', 'odt', 'ott', 'fodt', 'rtf', 'txt', 'html'] as const)(
    'writes %s and reads it back with its text',
    async (format) => {
      const written = await engines.convert({ source, from: 'docx', to: format }, within(60_000));
      const from = await sniffDocument(written, format);
      const master = await engines.convert({ source: written, from, to: 'master' }, within(60_000));
      const text = textOf(master);
      for (const paragraph of paragraphs) expect(text).toContain(paragraph);
    },
  );

  it('reads plain text in the encoding it has', async () => {
    for (const encoding of ['utf8', 'latin1', 'utf16le'] as const) {
      const bytes = Buffer.from(
        `${encoding === 'utf16le' ? '\ufeff' : ''}Grüße, in ${encoding}, and a few more letters`,
        encoding,
      );
      const master = await engines.convert({ source: bytes, from: 'text', to: 'master' }, within(60_000));
      expect(textOf(master)).toContain(`Grüße, in ${encoding}`);
    }
  });

  it('paints the first page', async () => {
    const png = await engines.convert(
      { source: Buffer.from(richDocx()), from: 'docx', to: 'png' },
      within(60_000),
    );
    expect(png.toString('latin1', 1, 4)).toBe('PNG');
  });

  it('leaves nothing behind', async () => {
    await engines.convert({ source, from: 'docx', to: 'odt' }, within(60_000));
    expect(runningOffices()).toEqual([]);
    expect(leftFolders()).toEqual([]);
  });

  it('ends completely at the deadline of a document that it would never finish', async () => {
    const nested = `${'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>'.repeat(400)}<w:p/>${'</w:tc></w:tr></w:tbl>'.repeat(400)}<w:p/>`;
    const hanging = Buffer.from(docxOfBody(nested));
    await expect(
      engines.convert({ source: hanging, from: 'docx', to: 'odt' }, within(6_000)),
    ).rejects.toMatchObject({ code: 'conversion-timed-out' });
    expect(runningOffices()).toEqual([]);
    expect(leftFolders()).toEqual([]);
    expect(await engines.convert({ source, from: 'docx', to: 'odt' }, within(60_000))).toBeInstanceOf(Buffer);
  });

  it('tells a damaged file apart from a converted one, although its exit code does not', async () => {
    const damaged = Buffer.from(
      packageOf({ mimetype: 'application/vnd.oasis.opendocument.text', 'content.xml': '<broken' }),
    );
    await expect(
      engines.convert({ source: damaged, from: 'odt', to: 'master' }, within(60_000)),
    ).rejects.toMatchObject({
      code: 'conversion-failed',
    });
  });

  it('is not asked for pairs that it would write without a word, but wrongly', async () => {
    await expect(engines.convert({ source, from: 'xlsx', to: 'odt' }, within(1_000))).rejects.toMatchObject({
      code: 'unsupported-format',
    });
  });
});

describe.skipIf(office === undefined)('a document that points to other hosts', () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    response.end();
  });
  let address = '';

  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const bound = server.address();
    if (bound === null || typeof bound === 'string') throw new Error('no port');
    address = `http://127.0.0.1:${bound.port}`;
  });
  afterAll(() => server.close());

  it('reaches none of them', async () => {
    const html = `<html><head><link rel="stylesheet" href="${address}/style.css"></head><body><p>Hello<img src="${address}/picture.png"></p></body></html>`;
    const rtf = String.raw`{\rtf1 Hello {\field{\*\fldinst INCLUDEPICTURE "${address}/field.png" \\d}{\fldrslt }}}`;
    await engines.convert({ source: Buffer.from(html), from: 'html', to: 'master' }, within(60_000));
    await engines.convert({ source: Buffer.from(rtf), from: 'rtf', to: 'master' }, within(60_000));
    await engines.convert({ source: linkedPicture(address), from: 'docx', to: 'odt' }, within(60_000));
    expect(asked).toEqual([]);
  });
});

/** A Word document whose picture lies on another host. */
function linkedPicture(address: string): Buffer {
  const namespaces =
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"';
  const drawing =
    '<w:drawing><wp:inline><wp:extent cx="990000" cy="990000"/><wp:docPr id="1" name="p"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:link="rId1"/></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="990000" cy="990000"/></a:xfrm><a:prstGeom prst="rect"/></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>';
  const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const list = (content: string) =>
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${content}</Relationships>`;
  return Buffer.from(
    packageOf({
      '[Content_Types].xml':
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
      '_rels/.rels': list(
        `<Relationship Id="rId1" Type="${relationships}/officeDocument" Target="word/document.xml"/>`,
      ),
      'word/_rels/document.xml.rels': list(
        `<Relationship Id="rId1" Type="${relationships}/image" Target="${address}/linked.png" TargetMode="External"/>`,
      ),
      'word/document.xml': `<w:document ${namespaces}><w:body><w:p><w:r>${drawing}</w:r></w:p></w:body></w:document>`,
    }),
  );
}
