import 'reflect-metadata';
import { createLinkSigner, createTokens } from '#libs/auth';
import { FolderBlobStore } from '#libs/blob-store';
import { loadConfig } from '#libs/config';
import { createHeadlessReplica } from '#libs/document-model';
import { isDomainError } from '#libs/errors';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { plainDocx } from '../../../../test/fixtures/documents.js';
import { SourceDownloader } from '../download/source-downloader.js';
import { Engines } from '../engines/engines.js';
import { NativeEngine } from '../engines/native/native-engine.js';
import { findOffice } from '../engines/one-shot/find-office.js';
import { OneShotEngine } from '../engines/one-shot/one-shot-engine.js';
import { contentsOfExtension, documentTypeOf } from '../sniff/document-format.js';
import { WordThreads } from '../threads/word-threads.js';
import { OpenDocument } from './open-document.js';

const SECRET = 'secret of the links';
const folder = mkdtempSync(join(tmpdir(), 'open-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const config = loadConfig({ env: { STORAGE_SECRET: SECRET, JWT_SECRET: 'another secret' } });
const blobs = new FolderBlobStore(folder);
const links = createLinkSigner(SECRET);
const engines = new Engines(new NativeEngine(), new OneShotEngine());
const sources = new SourceDownloader(config, createTokens(config), links, blobs);
const opening = new OpenDocument(sources, engines, new WordThreads(), blobs);
let stored = 0;

/** Opens bytes as a document of that extension. */
async function opened(bytes: Uint8Array, fileType: string) {
  const blob = `sources/${++stored}`;
  await blobs.put(blob, bytes);
  const url = links.sign('http://quire.example', { blob, fileName: `file.${fileType}` }, 60_000);
  const job = {
    kind: 'open' as const,
    documentKey: 'key',
    token: 'token',
    url,
    isTrustedUrl: false,
    fileType,
  };
  const result = await opening.open(job, AbortSignal.timeout(60_000));
  return { result, text: createHeadlessReplica(await blobs.get(result.masterBlob)).session.plainText() };
}

describe('opening', () => {
  it('keeps a Word document as it is and names its master by its digest', async () => {
    const docx = plainDocx(['Hello']);
    const { result, text } = await opened(docx, 'DOCX');
    expect(await blobs.get(result.masterBlob)).toEqual(Buffer.from(docx));
    expect(result).toMatchObject({ originFormat: 'docx', documentType: 'word', masterSize: docx.length });
    expect(result.masterBlob).toContain(result.masterDigest);
    expect(text).toContain('Hello');
  });

  it('makes a blank document of an empty file', async () => {
    const { result, text } = await opened(new Uint8Array(), 'docx');
    expect(result.masterSize).toBeGreaterThan(500);
    expect(text.trim()).toBe('');
  });

  it.each(['xlsx', 'ods', 'pptx', 'pdf'])('says honestly that %s cannot be opened yet', async (fileType) => {
    await expect(opened(new Uint8Array([1]), fileType)).rejects.toMatchObject({
      code: 'unsupported-format',
      message: expect.stringContaining('yet'),
    });
  });
});

const office = await findOffice();
if (office === undefined)
  process.stderr.write('LibreOffice is not installed: opening other formats is not tested.\n');

describe.skipIf(office === undefined)('opening through LibreOffice', () => {
  it.each(['doc', 'odt', 'rtf', 'txt'] as const)('makes a Word document of .%s', async (format) => {
    const source = Buffer.from(plainDocx(['Grüße aus Köln']));
    const file = await engines.convert({ source, from: 'docx', to: format }, AbortSignal.timeout(60_000));
    const { result, text } = await opened(file, format);
    expect(result.originFormat).toBe(format);
    expect(text).toContain('Grüße aus Köln');
  });
});

const corpus = process.env['QUIRE_CORPUS'];
if (!corpus) process.stderr.write('QUIRE_CORPUS is not set: no real-world documents are opened.\n');

describe.skipIf(!corpus)('opening real documents', () => {
  it('ends in a document or a typed failure for every one of them', { timeout: 600_000 }, async () => {
    const files = readdirSync(corpus ?? '', { recursive: true, withFileTypes: true }).filter(
      (entry) =>
        entry.isFile() && isWord(entry.name) && (office !== undefined || !entry.name.endsWith('.doc')),
    );
    const failures: string[] = [];
    for (const file of files) {
      const bytes = readFileSync(join(file.parentPath, file.name));
      await opened(bytes, extname(file.name).slice(1).toLowerCase()).catch((error: unknown) => {
        if (!isDomainError(error)) throw new Error(`${file.name} failed without a reason`, { cause: error });
        failures.push(`${file.name}: ${error.code}: ${error.message}`);
      });
    }
    process.stderr.write(`${files.length} documents, ${failures.length} refused:\n${failures.join('\n')}\n`);
    expect(failures.length).toBeLessThan(files.length / 4);
  });
});

function isWord(name: string): boolean {
  const extension = extname(name).slice(1).toLowerCase();
  return contentsOfExtension.has(extension) && documentTypeOf(extension) === 'word';
}
