import { PROTOCOL_VERSION, editingPath } from '#libs/protocol';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { plainDocx } from '../fixtures/documents.js';
import { ole2 } from '../fixtures/ole2.js';
import { EditorClient } from '../support/editor-client.js';
import { profilesToTest, startProduct, type Product } from '../support/product.js';
import { RecordingIntegrator } from '../support/recording-integrator.js';

/** What Word writes when a document has a password. */
const encryptedDocx = () => ole2({ EncryptedPackage: Buffer.alloc(8), EncryptionInfo: Buffer.alloc(8) });

describe.each(profilesToTest())('bad input (%s)', (profile) => {
  let product: Product;
  let integrator: RecordingIntegrator;

  beforeAll(async () => {
    product = await startProduct({ profile });
    integrator = await RecordingIntegrator.start(product.secrets.inbox);
  });

  afterAll(async () => {
    await integrator?.stop();
    await product?.stop();
  });

  const newKey = () => `bad-${randomBytes(6).toString('hex')}`;

  async function refusalOf(url: string, fileType = 'docx') {
    const key = newKey();
    const client = new EditorClient(product.url, key, await integrator.config({ key, url, fileType }));
    await client.connect();
    return vi.waitFor(
      () => {
        if (!client.refusal) throw new Error('not refused yet');
        return client.refusal;
      },
      { timeout: 30_000 },
    );
  }

  async function stillWorks(): Promise<void> {
    const key = newKey();
    const client = await EditorClient.open(
      product.url,
      key,
      await integrator.config({ key, url: integrator.serve(`/${key}.docx`, plainDocx(['Alive.'])) }),
    );
    expect(client.text()).toContain('Alive.');
    await client.close();
  }

  it.each([
    ['a picture', () => Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), -82],
    ['random bytes', () => randomBytes(20_000), -82],
    ['a zip that is no document', () => zipSync({ 'a.txt': strToU8('hello') }), -82],
    ['a truncated docx', () => plainDocx(['A paragraph.']).slice(0, 700), -82],
    ['an encrypted docx', encryptedDocx, -19],
  ])('refuses %s with a sentence', async (_what, content, editorCode) => {
    const refusal = await refusalOf(integrator.serve(`/${newKey()}.docx`, content()));
    expect(refusal.editorCode).toBe(editorCode);
    expect(refusal.message).toMatch(/^[A-Z].{15,}\.$/);
    await stillWorks();
  });

  it('says that the document could not be downloaded when its address does not answer', async () => {
    const refusal = await refusalOf('http://127.0.0.1:9/nothing.docx');
    expect(refusal).toMatchObject({ code: 'download-failed', editorCode: -4 });
    expect(refusal.message).toContain('127.0.0.1');
  });

  it('says which status the integrator answered when the file is not there', async () => {
    const refusal = await refusalOf(`${integrator.url}/missing.docx`);
    expect(refusal.editorCode).toBe(-4);
    expect(refusal.message).toContain('404');
  });

  it('closes a connection whose frame it cannot read, and only that one', async () => {
    const key = newKey();
    const config = await integrator.config({ key, url: integrator.serve(`/${key}.docx`, plainDocx()) });
    const good = await EditorClient.open(product.url, key, config);
    const bad = await EditorClient.open(product.url, key, config);
    bad.sendRaw(Uint8Array.from([250, 1, 2, 3]));
    await bad.gone();
    expect(bad.closeCode).toBe(4011);
    good.type('still here ');
    await good.untilStored();
    await good.close();
  });

  it('takes no change that is not an update, and keeps the connection', async () => {
    const key = newKey();
    const config = await integrator.config({ key, url: integrator.serve(`/${key}.docx`, plainDocx()) });
    const client = await EditorClient.open(product.url, key, config);
    client.send({
      type: 'changes',
      changes: [{ clientId: client.clientId, counter: 1000, update: Uint8Array.from([255, 255, 3]) }],
    });
    await vi.waitFor(() =>
      expect(client.refusedChanges[0]).toMatchObject({ code: 'malformed-message', counter: 1000 }),
    );
    client.type('fine ');
    await client.untilStored();
    await client.close();
  });

  it.each(['a b', 'ä', 'x'.repeat(129), '../etc'])('refuses the document key %s', async (key) => {
    const client = new EditorClient(product.url, key, {});
    await client.connect();
    await client.gone();
    expect(client.refusal).toMatchObject({ code: 'bad-document-key', editorCode: -23 });
    expect(client.closeCode).toBe(4004);
  });

  it('refuses a configuration without token, with a foreign token and with a token of another document', async () => {
    const key = newKey();
    const url = integrator.serve(`/${key}.docx`, plainDocx());
    const { token: _token, ...unsigned } = await integrator.config({ key, url });
    const foreign = { ...unsigned, token: 'eyJhbGciOiJIUzI1NiJ9.e30.AAAA' };
    const ofAnother = await integrator.config({ key: newKey(), url });
    for (const [config, editorCode] of [
      [unsigned, -20],
      [foreign, -20],
      [ofAnother, -23],
    ] as const) {
      const client = new EditorClient(product.url, key, config);
      await client.connect();
      await vi.waitFor(() => expect(client.refusal?.editorCode).toBe(editorCode));
      await client.gone();
    }
  });

  it('tells a client of another protocol version to reload', async () => {
    const socket = new WebSocket(product.url.replace(/^http/, 'ws') + editingPath(newKey()));
    await once(socket, 'open');
    const { encodeClientMessage } = await import('#libs/protocol');
    const body = { protocol: PROTOCOL_VERSION + 1, clientId: 'abcdefgh', config: {} };
    socket.send(encodeClientMessage({ type: 'hello', body }));
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(4010);
  });
});
