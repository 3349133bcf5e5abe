const SCRIPT_PATH = 'api/documents/api.js';

/**
 * Address of the folder that holds api.js (with the closing slash), found among the addresses of the page's script
 * tags; the last matching tag wins, because a page that includes the script twice means the later one. Works for tags
 * inserted by script and below a path prefix. Null when no tag matches.
 */
export function findApiFolder(scriptAddresses: readonly string[]): string | null {
  for (const address of [...scriptAddresses].toReversed()) {
    const at = address.toLowerCase().lastIndexOf(SCRIPT_PATH);
    if (at < 0) continue;
    const before = address.slice(0, at);
    // `?next=/api/documents/api.js` in the address of another script is not ours.
    if (before.includes('?') || before.includes('#')) continue;
    return address.slice(0, at + SCRIPT_PATH.length - 'api.js'.length);
  }
  return null;
}

/** Addresses of all scripts of a page, absolute, in document order. */
export function scriptAddressesOf(page: Document): string[] {
  return Array.from(page.getElementsByTagName('script'), (script) => script.src).filter((src) => src !== '');
}
