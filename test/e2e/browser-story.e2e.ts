import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import axe from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { richDocx } from '../fixtures/documents.js';
import { Person, chromiumPath, launchBrowser } from '../support/browser.js';
import { documentXml, rawEntries, xmlByParagraph } from '../support/docx-bytes.js';
import { profilesToTest, startProduct, type Product } from '../support/product.js';
import { sofficePath } from '../support/soffice.js';

const hasBrowser = chromiumPath() !== undefined;
if (!hasBrowser) console.warn('SKIPPED: the browser story needs Chromium (apt-get install chromium)');

const ANNS_PARAGRAPH = 'Annual report & outlook';
const BOBS_PARAGRAPH = 'Lists';

describe.skipIf(!hasBrowser).each(profilesToTest())('two people in a browser (%s)', (profile) => {
  let product: Product;
  let browser: Browser;
  const people: Person[] = [];

  beforeAll(async () => {
    product = await startProduct({ profile });
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  const arrive = async (name: string) => {
    const person = await Person.arrive(browser, product.url, name);
    people.push(person);
    return person;
  };

  it('upload, edit together, close, and download the same file with both edits in it', async () => {
    const original = richDocx();
    const ann = await arrive('Ann');
    await ann.page.getByText('No documents yet').waitFor();
    await ann.picture(`${profile}-1-empty-library`);
    const chooser = ann.page.waitForEvent('filechooser');
    await ann.page.getByRole('button', { name: 'Upload' }).first().click();
    const mimeType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
    await (await chooser).setFiles({ name: 'Report.docx', mimeType, buffer: Buffer.from(original) });
    const card = (person: Person) => person.page.getByRole('link', { name: /Report/ }).first();
    await card(ann).waitFor();
    await ann.picture(`${profile}-2-library`);
    await card(ann).click();
    await ann.untilShown(ANNS_PARAGRAPH);

    const bob = await arrive('Bob');
    await card(bob).click();
    await bob.untilShown(BOBS_PARAGRAPH);

    await ann.type(ANNS_PARAGRAPH, ' for 2027');
    await bob.type(BOBS_PARAGRAPH, ' by Bob');
    await ann.paragraph('Lists by Bob').waitFor();
    await bob.paragraph('outlook for 2027').waitFor();
    await ann.editor.getByText('Bob', { exact: true }).first().waitFor();
    await Promise.all([ann.untilStored(), bob.untilStored()]);
    await ann.picture(`${profile}-3-ann-sees-bob`);
    await bob.picture(`${profile}-4-bob-sees-ann`);

    await ann.leave();
    await bob.leave();
    const eve = await arrive('Eve');
    const file = await savedFile(product.url);
    await eve.picture(`${profile}-5-new-version`);
    const download = await downloadCurrent(eve);

    expect(download).toEqual(file);
    const xml = documentXml(download);
    expect(xml).toContain(' for 2027');
    expect(xml).toContain(' by Bob');
    const untouched = (source: string) =>
      xmlByParagraph(source).filter((part) => !/Annual report|>Lists/.test(part));
    expect(untouched(xml)).toEqual(untouched(documentXml(original)));
    const before = rawEntries(original);
    const after = rawEntries(download);
    expect([...after.keys()]).toEqual([...before.keys()]);
    for (const [name, bytes] of before)
      if (name !== 'word/document.xml') expect(after.get(name), name).toBe(bytes);
    await eve.leave();
  });

  it('lets each person undo only what he did himself, and redo it', async () => {
    const ann = await arrive('Ann');
    await newDocument(ann);
    const address = ann.page.url();
    const bob = await arrive('Bob');
    await bob.page.goto(address);
    await bob.editor.getByText('All changes stored').first().waitFor({ timeout: 60_000 });
    const first = (person: Person) =>
      person.editor.locator('.docx-page-content .docx-paragraph-fragment').first();
    await first(ann).click();
    await ann.page.keyboard.type('Ann ');
    await bob.paragraph('Ann').waitFor();
    await first(bob).click();
    await bob.page.keyboard.press('End');
    await bob.page.keyboard.type('Bob');
    await ann.paragraph(/Ann\s+Bob/).waitFor();
    await ann.page.keyboard.press('Control+z');
    await vi.waitFor(async () => expect(await first(bob).innerText()).not.toContain('Ann'), {
      timeout: 10_000,
    });
    expect(await first(bob).innerText()).toContain('Bob');
    await ann.page.keyboard.press('Control+y');
    await bob.paragraph(/Ann\s+Bob/).waitFor();
    await Promise.all([ann.leave(), bob.leave()]);
  });

  it('goes on offline and sends everything after the connection is back', async () => {
    const ann = await arrive('Ann');
    await newDocument(ann);
    const address = ann.page.url();
    const bob = await arrive('Bob');
    await bob.page.goto(address);
    await bob.editor.getByText('All changes stored').first().waitFor({ timeout: 60_000 });
    await ann.context.setOffline(true);
    await ann.editor
      .getByText(/Reconnecting/)
      .first()
      .waitFor({ timeout: 40_000 });
    await ann.editor.locator('.docx-page-content .docx-paragraph-fragment').first().click();
    await ann.page.keyboard.type('typed without a network');
    await ann.editor
      .getByText(/not sent yet/)
      .first()
      .waitFor();
    await ann.picture(`${profile}-6-offline`);
    await ann.context.setOffline(false);
    await bob.paragraph('typed without a network').waitFor({ timeout: 30_000 });
    await ann.untilStored();
    await Promise.all([ann.leave(), bob.leave()]);
  });

  it('shows a document read-only to who opens it to read', async () => {
    const ann = await arrive('Ann');
    await newDocument(ann);
    await ann.editor.locator('.docx-page-content .docx-paragraph-fragment').first().click();
    await ann.page.keyboard.type('Written by Ann.');
    await ann.untilStored();
    const reader = await arrive('Rita');
    await reader.page.goto(`${ann.page.url()}&mode=view`);
    await reader.paragraph('Written by Ann.').waitFor({ timeout: 60_000 });
    await reader.editor.getByText('View only').first().waitFor();
    await reader.paragraph('Written by Ann.').click();
    await reader.page.keyboard.type('not allowed');
    await ann.page.keyboard.type(' More.');
    await reader.paragraph('Written by Ann. More.').waitFor();
    expect(await reader.paragraph('Written by Ann.').innerText()).not.toContain('not allowed');
    await reader.picture(`${profile}-7-read-only`);
    await Promise.all([ann.leave(), reader.leave()]);
  });

  it('has no accessibility violations in library and editor', async () => {
    const ann = await arrive('Ann');
    await ann.page.getByRole('button', { name: 'New document' }).first().waitFor();
    expect(await violations(ann)).toEqual([]);
    await newDocument(ann);
    expect(await violations(ann)).toEqual([]);
    await ann.leave();
  });

  it('asked no other host for anything and threw no error', () => {
    expect(people.flatMap((person) => person.foreignRequests)).toEqual([]);
    expect(people.flatMap((person) => person.pageErrors)).toEqual([]);
  });

  async function newDocument(person: Person): Promise<void> {
    await person.page.getByRole('button', { name: 'New document' }).first().click();
    await person.page.waitForURL(/file=/);
    await person.editor.getByText('All changes stored').first().waitFor({ timeout: 60_000 });
  }
});

describe.skipIf(sofficePath() === undefined)('a saved file', () => {
  it('is opened by LibreOffice without loss of text', async () => {
    const { assembleWord, createHeadlessReplica } = await import('#libs/document-model');
    const { typeInto } = await import('../support/typing.js');
    const master = richDocx();
    const replica = createHeadlessReplica(master);
    const updates: Uint8Array[] = [];
    replica.session.onLocalUpdate((update) => updates.push(update));
    typeInto(replica, 'Typed by hand. ', 0, 0);
    const folder = mkdtempSync(join(tmpdir(), 'quire-soffice-'));
    try {
      writeFileSync(join(folder, 'saved.docx'), assembleWord(master, updates).bytes);
      const profileDir = `-env:UserInstallation=file://${folder}/profile`;
      const convert = [
        '--headless',
        profileDir,
        '--convert-to',
        'txt:Text (encoded):UTF8',
        '--outdir',
        folder,
      ];
      await promisify(execFile)(sofficePath() ?? '', [...convert, join(folder, 'saved.docx')], {
        timeout: 90_000,
      });
      const text = readFileSync(join(folder, 'saved.txt'), 'utf8');
      for (const words of [
        'Typed by hand. Annual report & outlook',
        'The quick',
        'inner left',
        'and more',
        'this place',
      ]) {
        expect(text).toContain(words);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

interface ListedFile {
  readonly id: string;
  readonly version: number;
}

/** Waits for version 2 of the only document and returns its bytes. */
async function savedFile(productUrl: string): Promise<Uint8Array> {
  const file = await vi.waitFor(
    async () => {
      const answer = (await (await fetch(`${productUrl}/api/library/files`)).json()) as {
        files: ListedFile[];
      };
      const [listed] = answer.files;
      expect(listed?.version).toBe(2);
      return listed;
    },
    { timeout: 40_000, interval: 200 },
  );
  const content = await fetch(`${productUrl}/api/library/files/${file?.id}/versions/2/content`);
  return new Uint8Array(await content.arrayBuffer());
}

/** Through the page, as a person does it. */
async function downloadCurrent(person: Person): Promise<Uint8Array> {
  await person.page.getByRole('button', { name: 'Actions for Report.docx' }).click();
  const download = person.page.waitForEvent('download');
  await person.page.getByRole('menuitem', { name: 'Download' }).click();
  return new Uint8Array(readFileSync(await (await download).path()));
}

/** Rules of axe that are broken, in the page and in its frames. */
async function violations(person: Person): Promise<string[]> {
  const found: string[] = [];
  for (const frame of person.page.frames()) {
    await frame.evaluate(axe.source);
    const result = await frame.evaluate<axe.AxeResults>('axe.run({ resultTypes: ["violations"] })');
    for (const { id, nodes } of result.violations) {
      found.push(...nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
    }
  }
  return found;
}
