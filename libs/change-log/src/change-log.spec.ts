import { describe, expect, it } from 'vitest';
import { decodeChangeLog, encodeChangeLog, type LoggedChange } from './index.js';

const change = (seq: number, update: number[] = [1, 2, 3]): LoggedChange => ({
  seq,
  userId: `u${seq}`,
  userName: 'Zoë 🐘',
  at: Date.UTC(2030, 0, 31, 9, 15, 2, 345),
  update: Uint8Array.from(update),
});

describe('a change log', () => {
  it('is read back as it was written, in order', () => {
    const log = [change(1), change(2, []), change(500_000, Array(5_000).fill(7))];
    expect(decodeChangeLog(encodeChangeLog(log))).toEqual(log);
  });

  it('may be empty', () => {
    expect(decodeChangeLog(encodeChangeLog([]))).toEqual([]);
  });

  it('is read from the middle of a larger buffer', () => {
    const blob = encodeChangeLog([change(1)]);
    const larger = new Uint8Array(blob.length + 10);
    larger.set(blob, 5);
    expect(decodeChangeLog(larger.subarray(5, 5 + blob.length))).toEqual([change(1)]);
  });

  it('is refused when it is of another format, cut off or empty', () => {
    const blob = encodeChangeLog([change(1), change(2)]);
    expect(() => decodeChangeLog(Uint8Array.from([9, 0]))).toThrow('unknown change log format 9');
    expect(() => decodeChangeLog(blob.subarray(0, blob.length - 1))).toThrow();
    expect(() => decodeChangeLog(new Uint8Array())).toThrow();
  });
});
