import { describe, expect, it } from 'vitest';
import { testConfig } from '../../../test/support/test-config.js';
import { outgoingAuthorization, requestToken } from './request-token.js';
import { createTokens } from './tokens.js';

describe('the token of an incoming request', () => {
  const config = testConfig({ JWT_HEADER: 'X-Quire' });

  it('comes from the body before the header', () => {
    expect(requestToken(config, { 'x-quire': 'Bearer header' }, { token: 'body' })).toBe('body');
    expect(requestToken(config, { 'x-quire': 'Bearer header' }, { token: '' })).toBe('header');
    expect(requestToken(config, { 'x-quire': 'Bearer header' })).toBe('header');
  });

  it('is missing when the header is another one, has another prefix or comes twice', () => {
    expect(requestToken(config, { authorization: 'Bearer header' })).toBeUndefined();
    expect(requestToken(config, { 'x-quire': 'Basic header' })).toBeUndefined();
    expect(requestToken(config, { 'x-quire': ['Bearer a', 'Bearer b'] })).toBeUndefined();
    expect(requestToken(config, {}, { token: 5 })).toBeUndefined();
  });
});

describe('the authorization of an outgoing request', () => {
  it('wraps the payload and stands in the configured header', async () => {
    const config = testConfig({ JWT_ENABLED: 'true', JWT_HEADER: 'X-Quire' });
    const tokens = createTokens(config);
    const headers = await outgoingAuthorization(config, tokens, { url: 'http://a' });
    const token = headers['X-Quire']?.replace(/^Bearer /, '') ?? '';
    expect(await tokens.verifyOutgoing(token)).toMatchObject({ payload: { url: 'http://a' } });
  });

  it('is not sent when outgoing tokens are off', async () => {
    const config = testConfig({ JWT_ENABLED: 'false' });
    expect(await outgoingAuthorization(config, createTokens(config), { url: 'http://a' })).toEqual({});
  });
});
