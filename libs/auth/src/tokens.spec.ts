import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { testConfig } from '../../../test/support/test-config.js';
import { createTokens } from './tokens.js';

const separateSecrets = {
  browser: { string: 'browser secret' },
  inbox: { string: 'inbox secret' },
  outbox: { string: 'outbox secret' },
  session: { string: 'session secret' },
};

function configWith(changes: { secretFromInbox?: boolean } = {}) {
  const config = testConfig({
    NODE_CONFIG: JSON.stringify({
      services: {
        CoAuthoring: {
          token: { browser: { secretFromInbox: changes.secretFromInbox ?? true } },
          secret: separateSecrets,
        },
      },
    }),
    JWT_SECRET: '',
    JWT_ENABLED: 'true',
  });
  return config;
}

const signedWith = (secret: string, payload: object, expiresAt?: number) => {
  const token = new SignJWT({ ...payload }).setProtectedHeader({ alg: 'HS256' });
  if (expiresAt !== undefined) token.setExpirationTime(expiresAt);
  return token.sign(new TextEncoder().encode(secret));
};
const seconds = (fromNow: number) => Math.floor(Date.now() / 1000) + fromNow;

describe('tokens', () => {
  const tokens = createTokens(configWith());
  const claims = { documentKey: 'key-1', userId: 'u1', userName: 'Ann', canEdit: true };

  it('reads an editor configuration that was signed with the inbox secret', async () => {
    const token = await signedWith('inbox secret', { document: { key: 'key-1' } });
    expect(await tokens.verifyOpening(token)).toMatchObject({ document: { key: 'key-1' } });
  });

  it('takes the browser secret for configurations only when it is told to', async () => {
    const own = createTokens(configWith({ secretFromInbox: false }));
    const token = await signedWith('browser secret', { document: {} });
    await expect(own.verifyOpening(token)).resolves.toMatchObject({ document: {} });
    await expect(tokens.verifyOpening(token)).rejects.toMatchObject({ code: 'invalid-token' });
  });

  it('refuses another secret, another algorithm and what is no token', async () => {
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{}').toString('base64url')}.`;
    for (const token of [await signedWith('outbox secret', {}), unsigned, 'rubbish', '']) {
      await expect(tokens.verifyInbox(token)).rejects.toMatchObject({ code: 'invalid-token' });
    }
  });

  it('lets an expired token pass within the clock tolerance, and tells expired from invalid after it', async () => {
    const late = await signedWith('inbox secret', { a: 1 }, seconds(-30));
    const tooLate = await signedWith('inbox secret', { a: 1 }, seconds(-120));
    await expect(tokens.verifyInbox(late)).resolves.toMatchObject({ a: 1 });
    await expect(tokens.verifyInbox(tooLate)).rejects.toMatchObject({ code: 'token-expired' });
  });

  it('signs outgoing requests with the outbox secret and the configured lifetime', async () => {
    const payload = await tokens.verifyOutgoing(await tokens.signOutgoing({ key: 'key-1', status: 2 }));
    expect(payload).toMatchObject({ key: 'key-1', status: 2 });
    expect(Number(payload['exp']) - Number(payload['iat'])).toBe(5 * 60);
  });

  it('remembers in a session token who joined', async () => {
    expect(await tokens.verifySession(await tokens.signSession(claims))).toEqual(claims);
    const viewer = await tokens.signSession({ ...claims, canEdit: false });
    expect(await tokens.verifySession(viewer)).toMatchObject({ canEdit: false });
  });

  it('takes no other token for a session token, even with one secret for everything', async () => {
    const shared = createTokens(testConfig({ JWT_ENABLED: 'true' }));
    for (const token of [
      await shared.signOpening({ ...claims }, 60_000),
      await shared.signOutgoing(claims),
    ]) {
      await expect(shared.verifySession(token)).rejects.toMatchObject({ code: 'invalid-token' });
    }
  });
});
