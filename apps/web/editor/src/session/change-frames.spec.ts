import { describe, expect, it } from 'vitest';
import { intoFrames } from './change-frames.js';

const change = (counter: number, size: number) => ({ clientId: 'me', counter, update: new Uint8Array(size) });
const counters = (frames: ReturnType<typeof intoFrames>) =>
  frames.map((frame) => frame.map(({ counter }) => counter));

describe('packing changes into frames', () => {
  it('keeps the order and stays below the limit', () => {
    const changes = [change(1, 400), change(2, 400), change(3, 400)];
    expect(counters(intoFrames(changes, 900))).toEqual([[1, 2], [3]]);
  });

  it('lets a change above the limit travel alone', () => {
    expect(counters(intoFrames([change(1, 10), change(2, 5000), change(3, 10)], 900))).toEqual([
      [1],
      [2],
      [3],
    ]);
  });

  it('makes no frame of nothing', () => {
    expect(intoFrames([])).toEqual([]);
  });
});
