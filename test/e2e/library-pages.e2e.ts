import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { plainDocx } from '../fixtures/documents.js';
import { chromiumPath, launchBrowser, Person } from '../support/browser.js';
import { LibraryClient } from '../support/library-client.js';
import { startProduct, type Product } from '../support/product.js';

const hasBrowser = chromiumPath() !== undefined;
if (!hasBrowser) console.warn('SKIPPED: the library pages need Chromium (apt-get install chromium)');

const TITLES = ['Agenda', 'Budget', 'Contract', 'Draft', 'Essay', 'Folder', 'Guide', 'History', 'Ideas'];

describe.skipIf(!hasBrowser)('the pages of the library', () => {
  let product: Product;
  let browser: Browser;
  let library: LibraryClient;
  let ann: Person;

  beforeAll(async () => {
    product = await startProduct();
    library = new LibraryClient(product.url);
    for (const title of TITLES) await library.upload(`${title}.docx`, plainDocx([title]));
    browser = await launchBrowser();
    ann = await Person.arrive(browser, product.url, 'Ann');
    await link(ann.page, 'Ideas').waitFor();
  });

  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  const link = (page: Page, title: string) => page.getByRole('link', { name: title });
  const menuOf = (page: Page, title: string) =>
    page.getByRole('button', { name: new RegExp(`^Actions for ${title}`) });
  const violations = async (page: Page) => {
    await page.evaluate(axe.source);
    const { violations: found } = await page.evaluate<axe.AxeResults>('axe.run()');
    return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => String(node.target)).join(', ')}`);
  };

  it('renames in place by keyboard, and says why a name cannot be used', async () => {
    await link(ann.page, 'Ideas').focus();
    await ann.page.keyboard.press('ArrowRight');
    await ann.page.keyboard.press('F2');
    const field = ann.page.getByRole('textbox', { name: 'New name' });
    await field.fill('a/b');
    await field.press('Enter');
    await ann.page.getByText('A name cannot contain').waitFor();
    await field.fill('History of ink');
    await field.press('Enter');
    await link(ann.page, 'History of ink').waitFor();
    expect((await library.files()).map(({ title }) => title)).toContain('History of ink.docx');
  });

  it('deletes by keyboard, moves the focus on, and brings the document back', async () => {
    await link(ann.page, 'Guide').focus();
    await ann.page.keyboard.press('Delete');
    await ann.page.getByText('“Guide.docx” was deleted.').waitFor();
    await vi.waitFor(async () => expect(await link(ann.page, 'Guide').count()).toBe(0));
    expect(await ann.page.locator(':focus').getAttribute('class')).toBe('card-link');
    await ann.page.getByRole('button', { name: 'Undo' }).click();
    await link(ann.page, 'Guide').waitFor();
  });

  it('adds the good ones of several files and says in place what is wrong with the others', async () => {
    const mimeType = 'application/octet-stream';
    await ann.page.locator('input[type=file]').setInputFiles([
      { name: 'Good.docx', mimeType, buffer: Buffer.from(plainDocx(['Good.'])) },
      { name: 'Photo.docx', mimeType, buffer: Buffer.from('89504e470d0a1a0a00', 'hex') },
      { name: 'Table.xlsx', mimeType, buffer: Buffer.from('x') },
    ]);
    await link(ann.page, 'Good').waitFor();
    await ann.page.getByText('“Photo.docx” is not a Word document: it is a PNG picture.').waitFor();
    await ann.page.getByText('“Table.xlsx” cannot be added').waitFor();
    expect(await violations(ann.page)).toEqual([]);
    await ann.page.getByRole('button', { name: 'Remove Photo.docx from the list' }).click();
    await ann.page.getByRole('button', { name: 'Remove Table.xlsx from the list' }).click();
    await vi.waitFor(async () => expect(await ann.page.locator('.upload').count()).toBe(0), {
      timeout: 5_000,
    });
  });

  it('shows what others add without a reload', async () => {
    await library.upload('From elsewhere.docx', plainDocx(['x']));
    await link(ann.page, 'From elsewhere').waitFor({ timeout: 5_000 });
  });

  it('finds documents after a slash', async () => {
    await ann.page.locator('body').press('/');
    await ann.page.keyboard.type('budg');
    await ann.page.getByText('1 document found').waitFor();
    expect(await link(ann.page, 'Agenda').count()).toBe(0);
    await ann.page.keyboard.press('Escape');
    await link(ann.page, 'Agenda').waitFor();
  });

  it('opens a second window as another person, who stays that person after a reload', async () => {
    await ann.page.getByRole('button', { name: /^You are Ann/ }).click();
    const opening = ann.context.waitForEvent('page');
    await ann.page.getByRole('button', { name: 'Open as another person' }).click();
    const window = await opening;
    const me = window.getByRole('button', { name: /^You are / });
    await me.waitFor();
    const name = await me.textContent();
    expect(name).not.toContain('Ann');
    await window.reload();
    expect(await me.textContent()).toBe(name);
    await window.close();
    await ann.page.reload();
    await ann.page.getByRole('button', { name: /^You are Ann/ }).waitFor();
  });

  it('lists the versions of a document and gives the focus back', async () => {
    await menuOf(ann.page, 'Budget').click();
    expect(await violations(ann.page)).toEqual([]);
    await ann.page.getByRole('menuitem', { name: 'Versions' }).click();
    await ann.page.getByText('Version 1').waitFor();
    expect(await violations(ann.page)).toEqual([]);
    const downloading = ann.page.waitForEvent('download');
    await ann.page.getByRole('link', { name: 'Download version 1' }).click();
    expect((await downloading).suggestedFilename()).toBe('Budget.docx');
    await ann.page.keyboard.press('Escape');
    expect(await ann.page.locator(':focus').getAttribute('aria-label')).toBe('Actions for Budget.docx');
  });

  it('says plainly that a document does not exist', async () => {
    const page = await ann.context.newPage();
    await page.goto(`${product.url}/library/edit.html?file=11111111-1111-4111-8111-111111111111`);
    await page.getByRole('heading', { name: 'This document cannot be opened' }).waitFor();
    await page.getByText('There is no such document in the library.').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.close();
  });

  it('fits a telephone, in the dark too', async () => {
    const context = await browser.newContext({
      viewport: { width: 390, height: 844 },
      colorScheme: 'dark',
    });
    const page = await context.newPage();
    await page.goto(`${product.url}/library/`);
    await link(page, 'Agenda').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect(await violations(page)).toEqual([]);
    await context.close();
  });

  it('never asks another host for anything', () => {
    expect(ann.foreignRequests).toEqual([]);
    expect(ann.pageErrors).toEqual([]);
  });
});
