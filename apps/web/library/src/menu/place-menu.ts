export interface Place {
  readonly left: number;
  readonly top: number;
}

const GAP = 6;
const MARGIN = 8;

interface Extent {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Below the button and flush with its right edge; above it, or moved inwards, where there is no room. */
export function placeMenu(
  button: Extent,
  menu: { readonly offsetWidth: number; readonly offsetHeight: number },
  view: { readonly innerWidth: number; readonly innerHeight: number },
): Place {
  const furthest = view.innerWidth - menu.offsetWidth - MARGIN;
  const left = Math.max(MARGIN, Math.min(button.right - menu.offsetWidth, furthest));
  const below = button.bottom + GAP;
  const fitsBelow = below + menu.offsetHeight + MARGIN <= view.innerHeight;
  const top = fitsBelow ? below : Math.max(MARGIN, button.top - GAP - menu.offsetHeight);
  return { left, top };
}
