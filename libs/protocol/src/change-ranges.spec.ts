import { describe, expect, it } from 'vitest';
import { isInRanges, rangesOf } from './change-ranges.js';

const of = (clientId: string, ...counters: number[]) => counters.map((counter) => ({ clientId, counter }));

describe('ranges of changes', () => {
  it('join what follows each other, whatever the order, for each author', () => {
    expect(rangesOf([...of('ann', 3, 1, 2), ...of('bob', 7), ...of('ann', 4)])).toEqual([
      { clientId: 'ann', first: 1, last: 4 },
      { clientId: 'bob', first: 7, last: 7 },
    ]);
  });

  it('leave out a change that is not there, also when a later one is', () => {
    const ranges = rangesOf(of('ann', 4, 6));
    expect(isInRanges(ranges, { clientId: 'ann', counter: 4 })).toBe(true);
    expect(isInRanges(ranges, { clientId: 'ann', counter: 5 })).toBe(false);
    expect(isInRanges(ranges, { clientId: 'ann', counter: 6 })).toBe(true);
    expect(isInRanges(ranges, { clientId: 'bob', counter: 6 })).toBe(false);
  });

  it('take a change that comes twice once', () => {
    expect(rangesOf(of('ann', 2, 2, 3))).toEqual([{ clientId: 'ann', first: 2, last: 3 }]);
  });
});
