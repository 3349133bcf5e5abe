import { useEffect, type RefObject } from 'react';

const FOCUSABLE =
  'button:not(:disabled), input:not(:disabled), a[href], [contenteditable="true"], textarea, [tabindex]';

/** F6 goes through the regions of the screen, Shift+F6 back. */
export function useRegionKeys(screen: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'F6' || event.ctrlKey || event.altKey || !screen.current) return;
      event.preventDefault();
      focusNextRegion(screen.current, event.shiftKey ? -1 : 1);
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, [screen]);
}

function focusNextRegion(screen: HTMLElement, direction: 1 | -1): void {
  const regions = Array.from(screen.querySelectorAll<HTMLElement>('[data-region]')).filter(
    (region) => targetOf(region) !== null,
  );
  const here = regions.findLastIndex((region) => region.contains(document.activeElement));
  const start = here < 0 && direction < 0 ? 0 : here;
  const next = regions.at((start + direction + regions.length) % regions.length);
  if (next) targetOf(next)?.focus();
}

/** The text of the document, or the first control of the region, or the region itself. */
function targetOf(region: HTMLElement): HTMLElement | null {
  const text =
    region.dataset['region'] === 'document'
      ? region.querySelector<HTMLElement>('[contenteditable="true"]')
      : null;
  if (text) return text;
  const own = Array.from(region.querySelectorAll<HTMLElement>(FOCUSABLE));
  const first = own.find(
    (element) => element.closest('[data-region]') === region && element.offsetParent !== null,
  );
  return first ?? (region.tabIndex >= -1 && region.hasAttribute('tabindex') ? region : null);
}
