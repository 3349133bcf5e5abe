import { describe, expect, it } from 'vitest';
import { destinationOf } from './grid-navigation.js';

/** three columns, the last row is not full */
const boxes = [0, 1, 2, 3, 4].map((index) => ({ left: (index % 3) * 100, top: Math.floor(index / 3) * 80 }));

describe('moving through the grid', () => {
  it.each([
    ['ArrowRight', 0, 1],
    ['ArrowRight', 2, 3],
    ['ArrowLeft', 3, 2],
    ['ArrowDown', 1, 4],
    ['ArrowDown', 2, 4],
    ['ArrowUp', 4, 1],
    ['Home', 4, 0],
    ['End', 0, 4],
  ])('%s leads from %i to %i', (key, from, to) => {
    expect(destinationOf(key, from, boxes)).toBe(to);
  });

  it.each([
    ['ArrowRight', 4],
    ['ArrowLeft', 0],
    ['ArrowDown', 4],
    ['ArrowUp', 1],
    ['a', 1],
    ['ArrowDown', -1],
  ])('%s leads nowhere from %i', (key, from) => {
    expect(destinationOf(key, from, boxes)).toBeUndefined();
  });
});
