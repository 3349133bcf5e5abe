/** Above this many cells a middle part is replaced instead of aligned: bounded time and 8 MB at most. */
const MAX_CELLS = 4_000_000;

export type Pair = readonly [left: number, right: number];

/**
 * Pairs equal entries of two sequences in order: common beginning, common end, and a longest common
 * subsequence between them when that is affordable.
 */
export function align(left: readonly string[], right: readonly string[]): Pair[] {
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start++;
  let end = 0;
  const limit = Math.min(left.length, right.length) - start;
  while (end < limit && left[left.length - 1 - end] === right[right.length - 1 - end]) end++;
  const pairs: Pair[] = Array.from({ length: start }, (_, i): Pair => [i, i]);
  for (const [a, b] of alignMiddle(
    left.slice(start, left.length - end),
    right.slice(start, right.length - end),
  )) {
    pairs.push([start + a, start + b]);
  }
  for (let i = end; i > 0; i--) pairs.push([left.length - i, right.length - i]);
  return pairs;
}

function alignMiddle(left: readonly string[], right: readonly string[]): Pair[] {
  const rows = left.length;
  const columns = right.length;
  if (rows === 0 || columns === 0 || rows * columns > MAX_CELLS) return [];
  const width = columns + 1;
  const lengths = new Uint32Array((rows + 1) * width);
  const at = (row: number, column: number) => lengths[row * width + column] ?? 0;
  for (let row = rows - 1; row >= 0; row--) {
    for (let column = columns - 1; column >= 0; column--) {
      lengths[row * width + column] =
        left[row] === right[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const pairs: Pair[] = [];
  for (let row = 0, column = 0; row < rows && column < columns;) {
    if (left[row] === right[column]) pairs.push([row++, column++]);
    else if (at(row + 1, column) >= at(row, column + 1)) row++;
    else column++;
  }
  return pairs;
}
