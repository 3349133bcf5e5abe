import { createLinkSigner, createTokens } from '#libs/auth';
import type { DeliveryEntity, DocumentEntity } from '#libs/persistence';
import { describe, expect, it } from 'vitest';
import { testConfig } from '../../../../test/support/test-config.js';
import { callbackRequest } from './callback-request.js';

const document = { key: 'key-1', baseUrl: 'https://docs.example/prefix' } as DocumentEntity;
const delivery = (parts: Partial<DeliveryEntity>) =>
  ({ id: 'd-1', key: 'key-1', status: 1, fileBlob: null, body: {}, ...parts }) as DeliveryEntity;
const saved = delivery({
  status: 2,
  fileBlob: 'key-1_abc/output',
  body: { filetype: 'odt', users: ['u1'], notmodified: false, quire: { throughSeq: 7, sha256: 'x' } },
});

function request(of: DeliveryEntity, env: Record<string, string> = { JWT_ENABLED: 'true' }) {
  const config = testConfig(env);
  const tokens = createTokens(config);
  const links = createLinkSigner('links');
  return { tokens, links, made: callbackRequest(of, document, { config, tokens, links }) };
}

describe('the request of a callback', () => {
  it('says key, status and fields, and nothing about a file when there is none', async () => {
    const users = delivery({
      body: { users: ['u1'], actions: [{ type: 1, userid: 'u1' }], filetype: 'docx' },
    });
    const { body } = await request(users, { JWT_ENABLED: 'false' }).made;
    expect(body).toEqual({ key: 'key-1', status: 1, users: ['u1'], actions: [{ type: 1, userid: 'u1' }] });
  });

  it('links to the file below the address of the browser, under the name of its real format', async () => {
    const { links, made } = request(saved);
    const { body } = await made;
    const url = new URL(String(body['url']));
    expect(url.href).toMatch(/^https:\/\/docs\.example\/prefix\/cache\/files\/data\/.*\/output\.odt\?/);
    expect(links.verify(url.pathname.replace('/prefix', ''), Object.fromEntries(url.searchParams))).toEqual({
      blob: 'key-1_abc/output',
      fileName: 'output.odt',
    });
    expect(body).toMatchObject({ filetype: 'odt', quire: { deliveryId: 'd-1', throughSeq: 7 } });
  });

  it('is signed in the body and, wrapped, in the header; the token says what the body says', async () => {
    const { tokens, made } = request(saved);
    const { headers, body } = await made;
    const { token, ...plain } = body;
    expect(await tokens.verifyOutgoing(String(token))).toMatchObject(plain);
    const header = String(headers['Authorization']).replace('Bearer ', '');
    expect(await tokens.verifyOutgoing(header)).toMatchObject({ payload: plain });
  });

  it('leaves the header out when it would be too long for a server, and keeps the token in the body', async () => {
    const { tokens, made } = request(delivery({ body: { users: Array(2_000).fill('somebody') } }));
    const { headers, body } = await made;
    expect(headers).toEqual({});
    expect(await tokens.verifyOutgoing(String(body['token']))).toMatchObject({ key: 'key-1' });
  });

  it('carries no token when outgoing tokens are off', async () => {
    const { headers, body } = await request(saved, { JWT_ENABLED: 'false' }).made;
    expect(headers).toEqual({});
    expect(body).not.toHaveProperty('token');
  });
});
