import { describe, expect, it } from 'vitest';
import { DomainError, isDomainError, toDomainError } from './domain-error.js';
import { errors, translationOf } from './error-table.js';

describe('a domain error', () => {
  const cause = new Error('connect ECONNREFUSED 10.0.0.5:5432');
  const error = new DomainError('database-unavailable', 'The database does not answer.', { cause });

  it('shows code and sentence to others, and keeps the cause to itself', () => {
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      code: 'database-unavailable',
      message: 'The database does not answer.',
    });
    expect(error.cause).toBe(cause);
  });

  it('knows its translations', () => {
    expect(error.translation).toEqual(translationOf('database-unavailable'));
    expect(error.translation).toMatchObject({ http: 503, conversion: -6, retry: true });
  });

  it('stays itself when it is caught and translated again', () => {
    expect(toDomainError(error)).toBe(error);
    expect(isDomainError(error)).toBe(true);
    expect(isDomainError({ code: 'database-unavailable' })).toBe(false);
  });
});

describe('anything else that is thrown', () => {
  it.each([[new TypeError('secret detail')], ['a string'], [undefined]])(
    'becomes an unknown error that tells nothing: %s',
    (thrown) => {
      const error = toDomainError(thrown);
      expect(error.code).toBe('unknown');
      expect(error.cause).toBe(thrown);
      expect(JSON.stringify(error)).not.toContain('secret detail');
    },
  );

  it('takes the code that the caller suggests', () => {
    expect(toDomainError(new Error('x'), 'storage-unavailable').code).toBe('storage-unavailable');
  });
});

describe('the error table', () => {
  it.each(Object.entries(errors))('gives %s a failing number at every edge', (_code, translation) => {
    expect(translation.http).toBeGreaterThanOrEqual(400);
    expect(translation.http).toBeLessThan(600);
    expect(translation.command).toBeGreaterThan(0);
    expect(translation.conversion).toBeLessThan(0);
    expect(translation.editor).toBeLessThan(0);
  });

  it('asks for another attempt only where the caller did nothing wrong', () => {
    const retried = Object.values(errors).filter((translation) => translation.retry);
    expect(retried.length).toBeGreaterThan(0);
    for (const { http } of retried) expect(http).toBeGreaterThanOrEqual(500);
  });
});
