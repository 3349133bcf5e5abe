import { describe, expect, it } from 'vitest';
import { OwnChanges } from './own-changes.js';

describe('own changes', () => {
  it('stay unacknowledged until exactly they are stored, also when a later one is', () => {
    const own = new OwnChanges('ann');
    for (let i = 0; i < 3; i++) own.add(Uint8Array.of(i));
    own.takeUnsent();
    own.acknowledge([
      { clientId: 'ann', first: 1, last: 1 },
      { clientId: 'ann', first: 3, last: 3 },
      { clientId: 'bob', first: 2, last: 2 },
    ]);
    expect(own.unacknowledged).toBe(1);
    own.forgetSending();
    expect(own.takeUnsent().map((change) => change.counter)).toEqual([2]);
  });
});
