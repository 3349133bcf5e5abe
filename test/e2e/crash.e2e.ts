import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { plainDocx } from '../fixtures/documents.js';
import { EditorClient } from '../support/editor-client.js';
import { profilesToTest, startProduct, type Product } from '../support/product.js';
import { RecordingIntegrator } from '../support/recording-integrator.js';

/** Everything that was started and must end, whatever the test did. */
const endings: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

describe.each(profilesToTest())('a crash (%s)', (profile) => {
  async function openAndType(text: string) {
    const dataDir = mkdtempSync(join(tmpdir(), 'quire-crash-'));
    endings.push(() => rmSync(dataDir, { recursive: true, force: true }));
    const product = await startProduct({ profile, dataDir });
    const integrator = await RecordingIntegrator.start(product.secrets.inbox);
    endings.push(() => integrator.stop());
    const key = `crash-${randomBytes(6).toString('hex')}`;
    const url = integrator.serve(`/${key}.docx`, plainDocx(['Before the crash.']));
    const client = await EditorClient.open(
      product.url,
      key,
      await integrator.config({ key, url, user: 'ann' }),
    );
    client.type(text);
    await client.untilStored();
    return { product, integrator, key, url, client, dataDir };
  }

  async function startAgain(product: Product): Promise<Product> {
    const again = await startProduct({
      profile,
      dataDir: product.dataDir,
      port: Number(new URL(product.url).port),
    });
    endings.push(() => again.stop());
    return again;
  }

  async function savedText(integrator: RecordingIntegrator, key: string): Promise<string> {
    const saved = await vi.waitFor(
      () => {
        const [call] = integrator.callbacksOf(key, 2);
        if (!call) throw new Error('no status 2 yet');
        return call;
      },
      { timeout: 60_000, interval: 100 },
    );
    const file = new Uint8Array(await (await fetch(saved.body.url ?? '')).arrayBuffer());
    return strFromU8(unzipSync(file)['word/document.xml'] ?? new Uint8Array());
  }

  it('loses no acknowledged edit when everything is killed between acknowledgement and save', async () => {
    const { product, integrator, key } = await openAndType('acknowledged ');
    await product.kill();
    await startAgain(product);
    expect(await savedText(integrator, key)).toContain('acknowledged ');
    expect(integrator.callbacksOf(key, 2)).toHaveLength(1);
  });

  it('saves once when everything is killed during the save delay', async () => {
    const { product, integrator, key, client } = await openAndType('in the delay ');
    await client.close();
    await product.kill();
    await startAgain(product);
    expect(await savedText(integrator, key)).toContain('in the delay ');
    expect(integrator.callbacksOf(key, 2)).toHaveLength(1);
  });

  it('lets the editors come back, resend what was not acknowledged, and go on', async () => {
    const { product, integrator, key, client } = await openAndType('first ');
    await product.kill();
    await client.gone();
    client.type('typed while the server was down ');
    await startAgain(product);
    await client.connect();
    await client.untilSynced();
    await client.untilStored();
    await client.close();
    const xml = await savedText(integrator, key);
    expect(xml).toContain('typed while the server was down first ');
  });
});
