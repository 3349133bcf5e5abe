import { describe, expect, it } from 'vitest';
import { align } from './alignment.js';

describe('aligning two sequences', () => {
  it('pairs what is equal, in order', () => {
    expect(align('abcd'.split(''), 'axcd'.split(''))).toEqual([
      [0, 0],
      [2, 2],
      [3, 3],
    ]);
  });

  it('finds a common middle between different ends', () => {
    expect(align('1abc2'.split(''), '3abc4'.split(''))).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  it('pairs nothing when one side is empty', () => {
    expect(align([], 'abc'.split(''))).toEqual([]);
  });
});
