import { describe, expect, it } from 'vitest';
import { authorsOf, callbackBody } from './callback-body.js';

const saved = { key: 'k-1', status: 2, users: ['u2'], url: 'http://docs/x', filetype: 'docx' };

describe('the fields of a callback', () => {
  it('accepts what the reference sends, with and without our receipt', () => {
    expect(callbackBody.parse({ ...saved, history: {}, actions: [], notmodified: false }).url).toBe(
      'http://docs/x',
    );
    expect(
      callbackBody.parse({ ...saved, quire: { deliveryId: 'd', sha256: 'a'.repeat(64) } }).quire?.deliveryId,
    ).toBe('d');
    expect(callbackBody.parse({ key: 'k', status: 4 }).users).toEqual([]);
  });

  it('ignores a history or receipt of an unknown shape', () => {
    expect(callbackBody.parse({ ...saved, history: 'x', quire: 7 })).toMatchObject({ key: 'k-1', status: 2 });
  });

  it.each([
    ['a key with a slash', { ...saved, key: 'a/b' }],
    ['a file address', { ...saved, url: 'file:///etc/passwd' }],
    ['a file type with a path', { ...saved, filetype: '../x' }],
    ['no status', { key: 'k' }],
  ])('refuses %s', (_what, body) => {
    expect(callbackBody.safeParse(body).success).toBe(false);
  });
});

describe('the authors of a save', () => {
  it('are those of the history, each once', () => {
    const changes = [
      { user: { id: 'u1', name: 'Ann' } },
      { user: { id: 'u2', name: 'Ben' } },
      { user: { id: 'u1', name: 'Ann' } },
    ];
    expect(authorsOf(callbackBody.parse({ ...saved, history: { changes } }))).toEqual([
      { id: 'u1', name: 'Ann' },
      { id: 'u2', name: 'Ben' },
    ]);
  });

  it('are the users when there is no history', () => {
    expect(authorsOf(callbackBody.parse(saved))).toEqual([{ id: 'u2', name: '' }]);
  });
});
