import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { plainDocx } from '../fixtures/documents.js';
import { EditorClient } from '../support/editor-client.js';
import { profilesToTest, startProduct, type Product } from '../support/product.js';
import { RecordingIntegrator } from '../support/recording-integrator.js';

/** The reconciler comes by far more often than a parked delivery is tried again. */
const settings = {
  services: { CoAuthoring: { server: { savetimeoutdelay: 100 } } },
  quire: { reconcile: { every: '500ms' }, delivery: { retryEvery: '4s' } },
};

describe.each(profilesToTest())('a parked delivery (%s)', (profile) => {
  let product: Product;
  let integrator: RecordingIntegrator;

  beforeAll(async () => {
    product = await startProduct({ profile, env: { NODE_CONFIG: JSON.stringify(settings) } });
    integrator = await RecordingIntegrator.start(product.secrets.inbox);
  });

  afterAll(async () => {
    await integrator?.stop();
    await product?.stop();
  });

  const edit = async (key: string, text: string) => {
    const url = integrator.serve(`/${key}.docx`, plainDocx());
    const ann = await EditorClient.open(product.url, key, await integrator.config({ key, url, user: 'ann' }));
    ann.type(text);
    await ann.untilStored();
    await vi.waitFor(() => expect(integrator.callbacksOf(key, 1).length).toBeGreaterThan(0));
    return ann;
  };
  const deliveriesOf = (key: string) =>
    integrator
      .callbacksOf(key, 2)
      .map(({ body }) => (body['quire'] as { deliveryId: string } | undefined)?.deliveryId);
  const refusals = (count: number) =>
    Array.from({ length: count }, () => ({ status: 200, body: '{"error":1}' }));

  it('is tried again later as the same delivery of the same file, and not assembled anew', async () => {
    const key = `key-${randomBytes(6).toString('hex')}`;
    const ann = await edit(key, 'parked ');
    integrator.answerNext(key, 2, ...refusals(2));
    await ann.close();
    await vi.waitFor(() => expect(deliveriesOf(key)).toHaveLength(3), { timeout: 40_000, interval: 100 });
    const [first, ...later] = deliveriesOf(key);
    expect(first).toBeDefined();
    expect(later).toEqual([first, first]);
    const viewer = await vi.waitFor(async () => {
      const url = `${integrator.url}/${key}.docx`;
      const again = await EditorClient.open(product.url, key, await integrator.config({ key, url }));
      expect(again.opened?.readOnlyReason).toBe('version-saved');
      return again;
    });
    await viewer.close();
  });

  it('is void when somebody edits on; one file with everything follows', async () => {
    const key = `key-${randomBytes(6).toString('hex')}`;
    const ann = await edit(key, 'first ');
    integrator.answerNext(key, 2, ...refusals(1));
    await ann.close();
    await vi.waitFor(() => expect(deliveriesOf(key)).toHaveLength(1), { timeout: 20_000 });
    const bob = await edit(key, 'second ');
    await bob.close();
    await vi.waitFor(() => expect(deliveriesOf(key)).toHaveLength(2), { timeout: 20_000 });
    expect(new Set(deliveriesOf(key)).size).toBe(2);
  });
});
