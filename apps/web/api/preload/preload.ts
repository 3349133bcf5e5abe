/**
 * Loads the editor's files into the browser's cache: the modules of the word surface by importing them, the first
 * screen's files by the addresses that the editor page names.
 */
async function warmCache(): Promise<void> {
  const page = await fetch('../../editor/index.html');
  const parsed = new DOMParser().parseFromString(await page.text(), 'text/html');
  for (const element of parsed.querySelectorAll('script[src], link[href]')) {
    const address = element.getAttribute('src') ?? element.getAttribute('href');
    if (address) await fetch(new URL(address, page.url));
  }
  await import('../../editor/src/surface/word/word-surface.js');
}

// A cold cache is no error: the editor loads the same files itself.
warmCache().catch(() => undefined);
