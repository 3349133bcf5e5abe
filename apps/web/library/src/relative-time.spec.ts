import { describe, expect, it } from 'vitest';
import { relativeTime } from './relative-time.js';

const now = Date.parse('2030-06-15T12:00:00Z');
const ago = (seconds: number) => relativeTime(new Date(now - seconds * 1000).toISOString(), now);

describe('how long ago something was', () => {
  it.each([
    [-30, 'just now'],
    [10, 'just now'],
    [50, '1 minute ago'],
    [130, '2 minutes ago'],
    [3_700, '1 hour ago'],
    [90_000, 'yesterday'],
    [86_400 * 9, 'last week'],
    [86_400 * 800, '2 years ago'],
  ])('%i seconds are "%s"', (seconds, words) => {
    expect(ago(seconds)).toBe(words);
  });
});
