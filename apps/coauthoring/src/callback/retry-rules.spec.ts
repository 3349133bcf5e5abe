import { describe, expect, it } from 'vitest';
import { testConfig } from '../../../../test/support/test-config.js';
import { isAccepted, mayRetrySoon, parkedPause, problemOf, soonPause, type Answer } from './retry-rules.js';

const config = testConfig();
const answered = (httpStatus: number | null, body = ''): Answer => ({ httpStatus, body, error: null });

describe('an answer of a callback handler', () => {
  it.each(['{"error":0}', '{"error":"0"}', ' { "error" : 0, "more": true } '])('accepts with %s', (body) => {
    expect(isAccepted(answered(200, body))).toBe(true);
  });

  it.each([
    [200, ''],
    [200, 'OK'],
    [200, '{"error":1}'],
    [200, '{"error":null}'],
    [200, '{}'],
    [200, 'null'],
    [200, '[0]'],
    [204, ''],
    [201, '{"error":0}'],
    [500, '{"error":0}'],
    [null, '{"error":0}'],
  ])('does not accept with HTTP %s and %j', (httpStatus, body) => {
    expect(isAccepted(answered(httpStatus, body))).toBe(false);
  });

  it('is described in a sentence that names what came back', () => {
    expect(problemOf({ httpStatus: null, body: '', error: 'ECONNREFUSED' })).toContain('ECONNREFUSED');
    expect(problemOf(answered(503))).toContain('503');
    expect(problemOf(answered(200, '{"error":1}'))).toContain('{"error":1}');
    expect(problemOf(answered(200, 'x'.repeat(5_000))).length).toBeLessThan(400);
  });
});

describe('a delivery that was not accepted', () => {
  it.each([null, 429, 500, 503, 599])('is tried again soon after %s', (httpStatus) => {
    expect(mayRetrySoon(answered(httpStatus), 1, config)).toBe(true);
  });

  it.each([200, 204, 301, 400, 401, 403, 404, 428, 430, 499])(
    'is not tried again soon after %s',
    (httpStatus) => {
      expect(mayRetrySoon(answered(httpStatus, '{"error":1}'), 1, config)).toBe(false);
    },
  );

  it('is tried again soon three times, after 1, 2 and 4 seconds', () => {
    expect([1, 2, 3, 4].map((attempts) => mayRetrySoon(answered(500), attempts, config))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect([1, 2, 3].map((attempts) => soonPause(attempts, config))).toEqual([1_000, 2_000, 4_000]);
  });

  it('never waits longer than the configured maximum', () => {
    const timeout = { factor: 2, minTimeout: 1_000, maxTimeout: 1_500 };
    const capped = testConfig({
      NODE_CONFIG: JSON.stringify({ services: { CoAuthoring: { callbackBackoffOptions: { timeout } } } }),
    });
    expect([1, 2, 9].map((attempts) => soonPause(attempts, capped))).toEqual([1_000, 1_500, 1_500]);
  });

  it('is parked with growing pauses of at most an hour', () => {
    const minutes = [4, 5, 6, 7, 8, 9, 10, 11, 50].map((attempts) => parkedPause(attempts, config) / 60_000);
    expect(minutes).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('is parked for the first pause when it was refused at once', () => {
    expect(parkedPause(1, config)).toBe(60_000);
  });
});
