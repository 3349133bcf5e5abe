import { strFromU8, unzipSync } from 'fflate';
import {
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
} from 'node:http';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { plainDocx } from '../fixtures/documents.js';
import { EditorClient } from '../support/editor-client.js';
import { LibraryClient, PretendedDocumentServer, type LibraryFile } from '../support/library-client.js';
import { profilesToTest, startProduct, type Product } from '../support/product.js';

const MB = 1024 * 1024;
const textOf = (docx: Uint8Array) => strFromU8(unzipSync(docx)['word/document.xml'] ?? new Uint8Array());

describe.each(profilesToTest())('the library (%s)', (profile) => {
  let product: Product;
  let library: LibraryClient;
  let server: PretendedDocumentServer;

  beforeAll(async () => {
    product = await startProduct({ profile });
    library = new LibraryClient(product.url);
    server = await PretendedDocumentServer.start();
  });

  afterAll(async () => {
    await server?.stop();
    await product?.stop();
  });

  const added = async (title: string): Promise<LibraryFile> => {
    const { status, body } = await library.upload(title, plainDocx(['Hello.']));
    expect(status).toBe(201);
    return body as unknown as LibraryFile;
  };

  it('shows who edits, and has the edits in the next version when they are gone', async () => {
    const file = await added('Together.docx');
    const config = await library.config(file.id, 'ann', 'Ann');
    const ann = await EditorClient.open(product.url, config.document.key, config);
    await vi.waitFor(async () => {
      expect((await library.describe(file.id)).editors).toEqual([{ id: 'ann', name: 'Ann' }]);
    });
    ann.type('Written by Ann. ');
    await ann.untilStored();
    await ann.close();

    const saved = await vi.waitFor(
      async () => {
        const described = await library.describe(file.id);
        expect(described.version).toBe(2);
        return described;
      },
      { timeout: 30_000, interval: 100 },
    );
    expect(saved.editors).toEqual([]);
    expect(saved.versions[0]?.authors).toEqual([{ id: 'ann', name: 'Ann' }]);
    const { bytes, disposition } = await library.download(saved.versions[0]?.download ?? '');
    expect(textOf(bytes)).toContain('Written by Ann. Hello.');
    expect(disposition).toContain('Together.docx');
    expect(textOf((await library.download(saved.versions[1]?.download ?? '')).bytes)).not.toContain('Ann');
    const next = await library.config(file.id, 'ann', 'Ann');
    expect(next.document.key).not.toBe(config.document.key);
  });

  it('keeps the version when somebody only looked', async () => {
    const file = await added('Untouched.docx');
    const config = await library.config(file.id, 'ben', 'Ben');
    const ben = await EditorClient.open(product.url, config.document.key, config);
    await vi.waitFor(async () => expect((await library.describe(file.id)).editors).toHaveLength(1));
    await ben.close();
    await vi.waitFor(async () => expect((await library.describe(file.id)).editors).toEqual([]));
    const after = await library.config(file.id, 'ben', 'Ben');
    expect(after.document.key).toBe(config.document.key);
    expect((await library.describe(file.id)).version).toBe(1);
  });

  it('refuses an upload of 200 MB before a byte of it is read', async () => {
    const { status, body } = await sendUpload(
      `${library.api}files?title=big.docx`,
      (request) => request.flushHeaders(),
      { 'content-length': 200 * MB },
    );
    expect(status).toBe(413);
    expect(body).toContain('it has 200 MB, and the limit is 100 MB (setting quire.library.maxUploadBytes)');
  });

  it('stops an upload of unknown length at the limit', async () => {
    const body = Readable.from(Array.from({ length: 120 }, () => Buffer.alloc(MB)));
    const { status } = await sendUpload(`${library.api}files?title=long.docx`, (request) =>
      body.pipe(request),
    );
    expect(status).toBe(413);
    expect((await library.files()).map(({ title }) => title)).not.toContain('long.docx');
  });

  it.each([
    ['picture.docx', Buffer.from('89504e470d0a1a0a00', 'hex'), 'is not a Word document: it is a PNG picture'],
    ['cut.docx', plainDocx().subarray(0, 400), 'is damaged'],
    ['nothing.docx', new Uint8Array(), 'is empty'],
    ['table.xlsx', Buffer.from('PK'), 'not supported yet'],
  ])('refuses %s with a sentence and keeps nothing of it', async (title, bytes, sentence) => {
    const { status, body } = await library.upload(title, bytes);
    expect(status).toBe(415);
    expect(body.error?.message).toContain(sentence);
    expect((await library.files()).map((file) => file.title)).not.toContain(title);
  });

  it('numbers blank documents whose title is taken', async () => {
    const titles = [await library.create(), await library.create()].map(({ title }) => title);
    expect(titles).toEqual(['Untitled document.docx', 'Untitled document 2.docx']);
  });

  it('renames, keeps the extension and refuses what is no name', async () => {
    const { id } = await added('Draft.docx');
    const rename = (title: string) => library.request('PATCH', `files/${id}`, JSON.stringify({ title }));
    expect((await rename('Größe 2')).body).toMatchObject({ title: 'Größe 2.docx' });
    expect(await rename('  ')).toMatchObject({ status: 400 });
    expect((await rename('a/b')).body.error?.message).toContain('cannot contain “/”');
    expect((await library.describe(id)).title).toBe('Größe 2.docx');
  });

  it('brings a deleted document back with all its versions', async () => {
    const { id } = await added('Oops.docx');
    expect((await library.request('DELETE', `files/${id}`)).status).toBe(204);
    expect((await library.files()).map((file) => file.id)).not.toContain(id);
    expect((await library.request('GET', `files/${id}/config?user=a&name=A`)).status).toBe(404);
    expect((await library.request('POST', `files/${id}/restore`)).status).toBe(200);
    expect((await library.describe(id)).versions).toHaveLength(1);
  });

  it('stores what is saved while the document is in the trash', async () => {
    const { id } = await added('Deleted too early.docx');
    const { document, editorConfig } = await library.config(id, 'a', 'A');
    await library.request('DELETE', `files/${id}`);
    server.file = plainDocx(['Saved after all.']);
    const fields = { key: document.key, status: 2, users: ['a'], url: server.url, filetype: 'docx' };
    expect(await server.call(editorConfig.callbackUrl, fields, product.secrets.outbox)).toEqual({
      status: 200,
      error: 0,
    });
    await library.request('POST', `files/${id}/restore`);
    expect((await library.describe(id)).version).toBe(2);
  });

  it('makes one version of a save that is delivered several times', async () => {
    const { id } = await added('Repeated.docx');
    const { document, editorConfig } = await library.config(id, 'a', 'A');
    server.file = plainDocx(['Once.']);
    const fields = { key: document.key, status: 2, users: ['a'], url: server.url, filetype: 'docx' };
    const call = (quire?: object) =>
      server.call(editorConfig.callbackUrl, { ...fields, quire }, product.secrets.outbox);
    const answers = await Promise.all([call({ deliveryId: 'd1' }), call({ deliveryId: 'd1' }), call()]);
    answers.push(await call({ deliveryId: 'd1' }), await call());
    expect(answers.map(({ error }) => error)).toEqual([0, 0, 0, 0, 0]);
    expect((await library.describe(id)).version).toBe(2);
  });

  it('asks for another attempt when the saved file cannot be fetched', async () => {
    const { id } = await added('Retried.docx');
    const { document, editorConfig } = await library.config(id, 'a', 'A');
    server.file = plainDocx(['Second attempt.']);
    const fields = { key: document.key, status: 2, users: ['a'], url: server.url, filetype: 'docx' };
    const call = () => server.call(editorConfig.callbackUrl, fields, product.secrets.outbox);
    server.isBroken = true;
    expect(await call()).toEqual({ status: 502, error: 1 });
    server.isBroken = false;
    expect(await call()).toEqual({ status: 200, error: 0 });
    expect((await library.describe(id)).version).toBe(2);
  });

  it('does not let a damaged file replace a good one', async () => {
    const { id } = await added('Guarded.docx');
    const { document, editorConfig } = await library.config(id, 'a', 'A');
    server.file = Buffer.from('<html>an error page</html>');
    const fields = { key: document.key, status: 2, users: ['a'], url: server.url, filetype: 'docx' };
    expect(await server.call(editorConfig.callbackUrl, fields, product.secrets.outbox)).toEqual({
      status: 200,
      error: 1,
    });
    expect((await library.describe(id)).version).toBe(1);
  });

  it.each([
    ['no token', undefined],
    ['a token of somebody else', 'not the secret'],
  ])('refuses a callback with %s', async (_what, secret) => {
    const { id } = await added('Forged.docx');
    const { document, editorConfig } = await library.config(id, 'a', 'A');
    server.file = plainDocx(['Forged.']);
    const fields = { key: document.key, status: 2, users: ['a'], url: server.url, filetype: 'docx' };
    expect(await server.call(editorConfig.callbackUrl, fields, secret)).toEqual({ status: 403, error: 1 });
    expect((await library.describe(id)).version).toBe(1);
  });

  it('shows a failed save until the next good one', async () => {
    const { id } = await added('Failing.docx');
    const { document, editorConfig } = await library.config(id, 'a', 'A');
    const call = (fields: object) =>
      server.call(
        editorConfig.callbackUrl,
        { key: document.key, users: ['a'], ...fields },
        product.secrets.outbox,
      );
    await call({ status: 3 });
    expect((await library.describe(id)).saveFailure?.message).toContain('could not be turned into a file');
    server.file = plainDocx(['Recovered.']);
    await call({ status: 2, url: server.url, filetype: 'docx' });
    expect(await library.describe(id)).toMatchObject({ saveFailure: null, version: 2 });
  });

  it('tells open pages at once that something changed', async () => {
    const stop = new AbortController();
    const response = await fetch(`${library.api}events`, { signal: stop.signal });
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const next = async () => new TextDecoder().decode((await reader.read()).value);
    expect(await next()).toContain('event: connected');
    await library.create();
    expect(await next()).toContain('event: changed');
    stop.abort();
  });
});

/** `send` may stop half-way; the answer comes when the server has had enough. */
async function sendUpload(
  url: string,
  send: (request: ClientRequest) => void,
  headers: OutgoingHttpHeaders = {},
): Promise<{ status: number; body: string }> {
  const request = httpRequest(url, { method: 'POST', headers });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve).once('error', reject);
  });
  send(request);
  const response = await answered;
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  request.on('error', () => {}).destroy();
  return { status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() };
}
