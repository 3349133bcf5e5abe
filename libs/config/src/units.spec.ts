import { describe, expect, it } from 'vitest';
import { duration, size } from './units.js';

describe('a duration', () => {
  it.each([
    ['5m', 300_000],
    ['500ms', 500],
    ['1.5h', 5_400_000],
    ['30d', 2_592_000_000],
    ['250', 250],
  ])('reads "%s" as milliseconds', (text, expected) => {
    expect(duration('ms').parse(text)).toBe(expected);
    expect(duration('s').parse(text)).toBe(expected);
  });

  it('gives a number the unit of its key', () => {
    expect(duration('s').parse(300)).toBe(300_000);
    expect(duration('ms').parse(300)).toBe(300);
    expect(duration('s').parse(0)).toBe(0);
  });

  it.each([[''], ['soon'], ['-5m'], ['5 parsecs'], [-1], [null], [true], ['1'.repeat(200)]])(
    'refuses %j',
    (value) => {
      expect(duration('ms').safeParse(value).success).toBe(false);
    },
  );
});

describe('a size', () => {
  it.each([
    ['1.5MB', 1_572_864],
    ['300MB', 314_572_800],
    ['2kb', 2_048],
    ['10 B', 10],
    ['4096', 4_096],
    [4_096, 4_096],
  ])('reads %j as bytes', (value, expected) => {
    expect(size().parse(value)).toBe(expected);
  });

  it.each([[''], ['much'], ['-1MB'], [-1], [1.5], ['1TB'], [null]])('refuses %j', (value) => {
    expect(size().safeParse(value).success).toBe(false);
  });
});
