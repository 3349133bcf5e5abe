import { describe, expect, it } from 'vitest';
import { editingPath } from './constants.js';
import { isDocumentKey } from './document-key.js';

describe('a document key', () => {
  it.each(['a', '0-9.a_Z=', 'Khirz6zTPdfd7', 'x'.repeat(128)])('may be %s', (key) => {
    expect(isDocumentKey(key)).toBe(true);
  });

  it.each(['', 'x'.repeat(129), 'a b', 'a/b', 'ä', 'a\n', 'a%20', '../a'])('may not be %j', (key) => {
    expect(isDocumentKey(key)).toBe(false);
  });

  it.each([5, null, undefined, ['a'], { toString: () => 'a' }])('is a string, not %j', (value) => {
    expect(isDocumentKey(value)).toBe(false);
  });

  it('is one segment of the address of its WebSocket', () => {
    expect(editingPath('a=b')).toBe('/doc/a%3Db/ws');
  });
});
