import { createTokens } from '#libs/auth';
import { loadConfig } from '#libs/config';
import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { trustedFields } from './callback-token.js';

const env = { JWT_SECRET: 'a secret of the tests', STORAGE_SECRET: 'another' };
const config = loadConfig({ env: { ...env, JWT_ENABLED: 'true' } });
const tokens = createTokens(config);

function signed(payload: Record<string, unknown>, secret = env.JWT_SECRET, expires = '5m'): Promise<string> {
  const key = new TextEncoder().encode(secret);
  return new SignJWT(payload).setProtectedHeader({ alg: 'HS256' }).setExpirationTime(expires).sign(key);
}

describe('the fields of a callback that are trusted', () => {
  it('are those inside the token of the body, not the plain ones', async () => {
    const token = await signed({ key: 'real', status: 2 });
    await expect(
      trustedFields(config, tokens, {}, { key: 'other', status: 3, token }),
    ).resolves.toMatchObject({
      key: 'real',
      status: 2,
    });
  });

  it('are the payload of the token in the header when the body has none', async () => {
    const authorization = `Bearer ${await signed({ payload: { key: 'real' } })}`;
    await expect(trustedFields(config, tokens, { authorization }, { key: 'other' })).resolves.toEqual({
      key: 'real',
    });
  });

  it.each([
    ['no token at all', async () => '', 'invalid-token'],
    ['a token of another secret', () => signed({ key: 'k' }, 'wrong'), 'invalid-token'],
    ['a token that is none', async () => 'x.y.z', 'invalid-token'],
    ['a token that has expired', () => signed({ key: 'k' }, env.JWT_SECRET, '-5m'), 'token-expired'],
  ])('are none with %s', async (_what, makeToken, code) => {
    await expect(
      trustedFields(config, tokens, {}, { key: 'k', token: await makeToken() }),
    ).rejects.toMatchObject({ code });
  });

  it('are the plain ones only where the server sends no tokens', async () => {
    const open = loadConfig({ env: { ...env, JWT_ENABLED: 'false' } });
    await expect(trustedFields(open, createTokens(open), {}, { key: 'k' })).resolves.toEqual({ key: 'k' });
  });
});
