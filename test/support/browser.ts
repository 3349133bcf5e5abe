import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium, type Browser, type BrowserContext, type FrameLocator, type Page } from 'playwright-core';

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where a Chromium is; undefined when this machine has none. QUIRE_CHROMIUM names another one. */
export function chromiumPath(): string | undefined {
  return [process.env['QUIRE_CHROMIUM'] ?? '', ...CANDIDATES].find((path) => path !== '' && existsSync(path));
}

export async function launchBrowser(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === undefined)
    throw new Error('There is no Chromium. Install it with: apt-get install chromium');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A person with a window of his own: nothing is shared with other windows. */
export class Person {
  readonly foreignRequests: string[] = [];
  readonly pageErrors: string[] = [];

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    private readonly productUrl: string,
  ) {}

  static async arrive(browser: Browser, productUrl: string, name: string): Promise<Person> {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      acceptDownloads: true,
    });
    const page = await context.newPage();
    const person = new Person(context, page, productUrl);
    page.on('request', (request) => {
      const isOurs = request.url().startsWith(productUrl) || /^(data|blob|about):/.test(request.url());
      if (!isOurs) person.foreignRequests.push(request.url());
    });
    page.on('pageerror', (error) => person.pageErrors.push(error.message));
    await page.goto(`${productUrl}/`);
    await person.introduce(name);
    return person;
  }

  get editor(): FrameLocator {
    return this.page.frameLocator('iframe[name="frameEditor"]');
  }

  async introduce(name: string): Promise<void> {
    await this.page.getByRole('button', { name: /^You are / }).click();
    await this.page.getByRole('textbox', { name: 'Your name' }).fill(name);
    await this.page.getByRole('textbox', { name: 'Your name' }).press('Enter');
    await this.page.getByRole('button', { name: new RegExp(`^You are ${name}`) }).waitFor();
    await this.page.keyboard.press('Escape');
  }

  /** Waits until the document is shown and may be edited. */
  async untilShown(text: string): Promise<void> {
    await this.paragraph(text).waitFor({ timeout: 60_000 });
    await this.editor.getByText('All changes stored').first().waitFor({ timeout: 30_000 });
  }

  paragraph(text: string | RegExp) {
    return this.editor
      .locator('.docx-page-content .docx-paragraph-fragment')
      .filter({ hasText: text })
      .first();
  }

  /** Types at the end of the paragraph that holds `where`. */
  async type(where: string, text: string): Promise<void> {
    await this.paragraph(where).click({ position: { x: 4, y: 6 } });
    await this.page.keyboard.press('End');
    await this.page.keyboard.type(text);
  }

  async untilStored(): Promise<void> {
    await this.editor.getByText('All changes stored').first().waitFor({ timeout: 20_000 });
  }

  /** A picture for people to look at, in test-results/. */
  async picture(name: string): Promise<void> {
    const folder = resolve(import.meta.dirname, '../../test-results');
    mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, `${name}.png`) });
  }

  async leave(): Promise<void> {
    await this.context.close();
  }

  async backToLibrary(): Promise<void> {
    await this.page.goto(`${this.productUrl}/`);
  }
}
