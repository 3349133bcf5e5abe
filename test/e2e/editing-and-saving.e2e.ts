import { strFromU8, unzipSync } from 'fflate';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { plainDocx } from '../fixtures/documents.js';
import { EditorClient } from '../support/editor-client.js';
import { profilesToTest, startProduct, type Product } from '../support/product.js';
import { RecordingIntegrator } from '../support/recording-integrator.js';

const newKey = () => `key-${randomBytes(6).toString('hex')}`;
const bodyOf = (docx: Uint8Array) => strFromU8(unzipSync(docx)['word/document.xml'] ?? new Uint8Array());

describe.each(profilesToTest())('editing and saving (%s)', (profile) => {
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

  const open = async (key: string, url: string, user = 'u1', mode: 'edit' | 'view' = 'edit') =>
    EditorClient.open(product.url, key, await integrator.config({ key, url, user, mode }));

  const untilSaved = (key: string) =>
    vi.waitFor(
      () => {
        const [saved] = integrator.callbacksOf(key, 2);
        if (!saved) throw new Error('no status 2 yet');
        return saved;
      },
      { timeout: 30_000, interval: 50 },
    );

  const download = async (url: string | undefined) =>
    new Uint8Array(await (await fetch(url ?? '')).arrayBuffer());

  it('shows the text of one editor to the other and delivers both in one file', async () => {
    const key = newKey();
    const url = integrator.serve(`/${key}.docx`, plainDocx(['Hello world.', 'Second.']));
    const ann = await open(key, url, 'ann');
    const bob = await open(key, url, 'bob');
    ann.type('Ann was here. ');
    bob.type('Bob too. ', 1);
    await vi.waitFor(() => {
      expect(bob.text()).toContain('Ann was here. Hello world.');
      expect(ann.text()).toContain('Bob too. Second.');
    });
    await Promise.all([ann.untilStored(), bob.untilStored()]);
    expect(ann.session.canonicalHash()).toBe(bob.session.canonicalHash());
    await ann.close();
    await bob.close();

    const saved = await untilSaved(key);
    expect(saved.body).toMatchObject({
      filetype: 'docx',
      actions: [{ type: 0, userid: 'bob' }],
      notmodified: false,
    });
    expect(saved.body.url).toMatch(/output\.docx\?/);
    const xml = bodyOf(await download(saved.body.url));
    expect(xml).toContain('Ann was here. ');
    expect(xml).toContain('Bob too. ');
  });

  it('tells the integrator 1 for every join and leave, and nothing between the last leave and the file', async () => {
    const key = newKey();
    const url = integrator.serve(`/${key}.docx`, plainDocx());
    const ann = await open(key, url, 'ann');
    const bob = await open(key, url, 'bob');
    ann.type('x');
    await ann.untilStored();
    await ann.close();
    await vi.waitFor(() => expect(integrator.callbacksOf(key)).toHaveLength(3));
    await bob.close();
    const saved = await untilSaved(key);
    expect(integrator.callbacksOf(key).map(({ body }) => [body.status, body.users, body['actions']])).toEqual(
      [
        [1, ['ann'], [{ type: 1, userid: 'ann' }]],
        [1, ['ann', 'bob'], [{ type: 1, userid: 'bob' }]],
        [1, ['bob'], [{ type: 0, userid: 'ann' }]],
        [2, ['ann'], [{ type: 0, userid: 'bob' }]],
      ],
    );
    // the URL of the author of the last change, although he left first
    expect(saved.query.get('by')).toBe('ann');
  });

  it('signs callbacks in body and header', async () => {
    const key = newKey();
    const ann = await open(key, integrator.serve(`/${key}.docx`, plainDocx()), 'ann');
    await vi.waitFor(() => expect(integrator.callbacksOf(key, 1)).toHaveLength(1));
    const [call] = integrator.callbacksOf(key, 1);
    const inBody = await integrator.verify(String(call?.body.token));
    expect(inBody).toMatchObject({ key, status: 1, users: ['ann'] });
    const header = String(call?.headers['authorization']);
    expect(await integrator.verify(header.replace('Bearer ', ''))).toMatchObject({
      payload: { key, status: 1 },
    });
    await ann.close();
  });

  it('sends 4 at once and makes no version when nothing was changed', async () => {
    const key = newKey();
    const ann = await open(key, integrator.serve(`/${key}.docx`, plainDocx()), 'ann');
    await ann.close();
    await vi.waitFor(() => expect(integrator.callbacksOf(key, 4)).toHaveLength(1), { timeout: 4_000 });
    expect(integrator.callbacksOf(key, 4)[0]?.body['actions']).toEqual([{ type: 0, userid: 'ann' }]);
    expect(integrator.callbacksOf(key, 2)).toEqual([]);
  });

  it('makes one version, not two, when the page is reloaded within the save delay', async () => {
    const key = newKey();
    const url = integrator.serve(`/${key}.docx`, plainDocx());
    const first = await open(key, url, 'ann');
    first.type('one ');
    await first.untilStored();
    await first.close();
    const second = await open(key, url, 'ann');
    expect(second.text()).toContain('one ');
    second.type('two ');
    await second.untilStored();
    await second.close();
    const saved = await untilSaved(key);
    const xml = bodyOf(await download(saved.body.url));
    expect(xml).toContain('two one ');
    expect(integrator.callbacksOf(key, 2)).toHaveLength(1);
  });

  it('joins a known key without reading its url again, and keeps another key of the same url apart', async () => {
    const key = newKey();
    const other = newKey();
    const url = integrator.serve(`/${key}.docx`, plainDocx(['Shared source.']));
    const ann = await open(key, url, 'ann');
    ann.type('only in one key ');
    await ann.untilStored();
    const bob = await open(key, `${integrator.url}/does-not-exist.docx`, 'bob');
    expect(bob.text()).toContain('only in one key ');
    const eve = await open(other, url, 'eve');
    expect(eve.text()).not.toContain('only in one key');
    await Promise.all([ann.close(), bob.close(), eve.close()]);
  });

  it('closes a saved key for editing and still shows its cached content to viewers', async () => {
    const key = newKey();
    const url = integrator.serve(`/${key}.docx`, plainDocx(['Before.']));
    const ann = await open(key, url, 'ann');
    ann.type('Edited. ');
    await ann.untilStored();
    await ann.close();
    await untilSaved(key);
    await vi.waitFor(async () => {
      const again = await open(key, url, 'ann');
      expect(again.opened).toMatchObject({ canEdit: false, readOnlyReason: 'version-saved' });
      await again.close();
    });
    const viewer = await open(key, url, 'vic', 'view');
    expect(viewer.text()).toContain('Before.');
    expect(viewer.text()).not.toContain('Edited.');
    await viewer.close();
  });

  it('takes no change of a viewer', async () => {
    const key = newKey();
    const url = integrator.serve(`/${key}.docx`, plainDocx(['Look, do not touch.']));
    const ann = await open(key, url, 'ann');
    const viewer = await open(key, url, 'vic', 'view');
    viewer.type('sneaked in ');
    await vi.waitFor(() => expect(viewer.refusedChanges).toHaveLength(1));
    expect(viewer.refusedChanges[0]).toMatchObject({ code: 'not-allowed' });
    ann.type('mine ');
    await ann.untilStored();
    expect(ann.text()).not.toContain('sneaked in');
    await viewer.close();
    await ann.close();
    const saved = await untilSaved(key);
    expect(bodyOf(await download(saved.body.url))).not.toContain('sneaked in');
  });

  it('keeps offline edits and merges them after a reconnect, once', async () => {
    const key = newKey();
    const url = integrator.serve(`/${key}.docx`, plainDocx(['Base.']));
    const ann = await open(key, url, 'ann');
    const bob = await open(key, url, 'bob');
    await ann.disconnect();
    ann.type('offline ');
    bob.type('online ');
    await bob.untilStored();
    await ann.connect();
    await ann.untilSynced();
    await ann.untilStored();
    await vi.waitFor(() => expect(bob.session.canonicalHash()).toBe(ann.session.canonicalHash()));
    expect(bob.text().match(/offline /g)).toHaveLength(1);
    expect(bob.text()).toContain('online ');
    await Promise.all([ann.close(), bob.close()]);
  });

  it('delivers the same file again when the handler gave no good answer', async () => {
    const key = newKey();
    const ann = await open(key, integrator.serve(`/${key}.docx`, plainDocx()), 'ann');
    ann.type('kept ');
    await ann.untilStored();
    integrator.answerNext(key, 2, { status: 500, body: '' }, { status: 503, body: '' });
    await ann.close();
    await vi.waitFor(() => expect(integrator.callbacksOf(key, 2)).toHaveLength(3), { timeout: 30_000 });
    const [first, , third] = integrator.callbacksOf(key, 2);
    expect(await download(third?.body.url)).toEqual(await download(first?.body.url));
    await vi.waitFor(async () => {
      const again = await open(key, `${integrator.url}/${key}.docx`, 'ann');
      expect(again.opened?.readOnlyReason).toBe('version-saved');
      await again.close();
    });
  });
});
