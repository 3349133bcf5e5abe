import { describe, expect, it } from 'vitest';
import { byteSize } from './byte-size.js';

describe('a size in words', () => {
  it.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [1536, '1.5 KB'],
    [104_857_600, '100 MB'],
    [209_715_200, '200 MB'],
    [5_368_709_120, '5 GB'],
  ])('%i is %s', (bytes, words) => {
    expect(byteSize(bytes)).toBe(words);
  });
});
