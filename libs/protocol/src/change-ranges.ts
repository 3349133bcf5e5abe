import type { ChangeId } from './client-messages.js';

/** Changes of one author whose counters follow each other, both ends included. */
export interface ChangeRange {
  readonly clientId: string;
  readonly first: number;
  readonly last: number;
}

/**
 * The same changes as few ranges. A range never covers a change that is not among them: a peer may have sent a later
 * change of an author again before the author himself sent an earlier one.
 */
export function rangesOf(changes: readonly ChangeId[]): ChangeRange[] {
  const countersOf = new Map<string, number[]>();
  for (const { clientId, counter } of changes) {
    const counters = countersOf.get(clientId);
    if (counters) counters.push(counter);
    else countersOf.set(clientId, [counter]);
  }
  return [...countersOf].flatMap(([clientId, counters]) =>
    runsOf(counters).map(([first, last]) => ({ clientId, first, last })),
  );
}

export function isInRanges(ranges: readonly ChangeRange[], { clientId, counter }: ChangeId): boolean {
  return ranges.some(
    (range) => range.clientId === clientId && range.first <= counter && counter <= range.last,
  );
}

function runsOf(counters: readonly number[]): [number, number][] {
  const runs: [number, number][] = [];
  for (const counter of counters.toSorted((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run && counter <= run[1] + 1) run[1] = counter;
    else runs.push([counter, counter]);
  }
  return runs;
}
