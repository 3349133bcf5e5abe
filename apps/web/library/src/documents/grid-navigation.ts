export interface Box {
  readonly left: number;
  readonly top: number;
}

/**
 * The element that a key leads to, by where the elements are on the screen, so that it works for any number of
 * columns. Undefined when the key is not for moving or nothing is there.
 */
export function destinationOf(key: string, from: number, boxes: readonly Box[]): number | undefined {
  const here = boxes[from];
  if (!here) return undefined;
  const last = boxes.length - 1;
  switch (key) {
    case 'ArrowRight':
      return from < last ? from + 1 : undefined;
    case 'ArrowLeft':
      return from > 0 ? from - 1 : undefined;
    case 'Home':
      return 0;
    case 'End':
      return last;
    case 'ArrowDown':
      return nearest(here, boxes, (box) => box.top > here.top);
    case 'ArrowUp':
      return nearest(here, boxes, (box) => box.top < here.top);
    default:
      return undefined;
  }
}

function nearest(here: Box, boxes: readonly Box[], isThere: (box: Box) => boolean): number | undefined {
  let best: number | undefined;
  let bestDistance = Infinity;
  for (const [index, box] of boxes.entries()) {
    if (!isThere(box)) continue;
    // the next row first, then the column
    const distance = Math.abs(box.top - here.top) * 10_000 + Math.abs(box.left - here.left);
    if (distance < bestDistance) [best, bestDistance] = [index, distance];
  }
  return best;
}
