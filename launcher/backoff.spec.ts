import { expect, it } from 'vitest';
import { Backoff } from './backoff.mjs';

it('doubles from 250 ms to 30 s', () => {
  const backoff = new Backoff();
  const pauses = Array.from({ length: 9 }, () => backoff.after(0));
  expect(pauses).toEqual([250, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
});

it('is short again after a minute of health', () => {
  const backoff = new Backoff();
  backoff.after(0);
  backoff.after(59_000);
  expect(backoff.after(60_000)).toBe(250);
});
