import type { Config } from '#libs/config';
import { DomainError } from '#libs/errors';
import { SignJWT, errors as joseErrors, jwtVerify } from 'jose';

/** Payload of an editor configuration's token: the configuration itself. */
export type OpeningClaims = Record<string, unknown>;

/** What the server remembers in the token that a joined client uses to come back. */
export interface SessionClaims {
  readonly documentKey: string;
  readonly userId: string;
  readonly userName: string;
  readonly canEdit: boolean;
}

export interface Tokens {
  /** whether editor configurations must carry a token */
  readonly isBrowserTokenRequired: boolean;
  readonly isInboxTokenRequired: boolean;
  readonly isOutboxTokenSent: boolean;
  /** @throws DomainError 'invalid-token' | 'token-expired' */
  verifyOpening(token: string): Promise<OpeningClaims>;
  /** token of a command or conversion request; @throws as verifyOpening */
  verifyInbox(token: string): Promise<Record<string, unknown>>;
  signOpening(config: object, expiresInMs: number): Promise<string>;
  signOutgoing(payload: object): Promise<string>;
  /** The receiver's side of `signOutgoing`, for the library's own callback handler; @throws as verifyOpening */
  verifyOutgoing(token: string): Promise<Record<string, unknown>>;
  signSession(claims: SessionClaims): Promise<string>;
  verifySession(token: string): Promise<SessionClaims>;
}

const SESSION_PURPOSE = 'session';

/** Makes and checks the JSON web tokens of contract/callback.md section 7 and contract/editor-api.md section 12. */
export function createTokens(config: Config): Tokens {
  const { token, secret } = config.services.CoAuthoring;
  const encode = (text: string) => new TextEncoder().encode(text);
  const inbox = encode(secret.inbox.string);
  const browser = token.browser.secretFromInbox ? inbox : encode(secret.browser.string);
  const outbox = encode(secret.outbox.string);
  const session = encode(secret.session.string);

  const verify = async (jwt: string, key: Uint8Array): Promise<Record<string, unknown>> => {
    try {
      const tolerance = token.verifyOptions.clockTolerance;
      const { payload } = await jwtVerify(jwt, key, { algorithms: ['HS256'], clockTolerance: tolerance });
      return payload;
    } catch (error) {
      if (error instanceof joseErrors.JWTExpired) {
        throw new DomainError('token-expired', 'The security token has expired. Open the document again.', {
          cause: error,
        });
      }
      throw new DomainError(
        'invalid-token',
        'The security token is not valid. Ask your administrator to compare the secret of the integration with the secret of the document server.',
        { cause: error },
      );
    }
  };
  const sign = (payload: object, key: Uint8Array, expiresInMs: number): Promise<string> => {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({ ...payload })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuedAt(now)
      .setExpirationTime(now + Math.ceil(expiresInMs / 1000))
      .sign(key);
  };

  return {
    isBrowserTokenRequired: token.enable.browser,
    isInboxTokenRequired: token.enable.request.inbox,
    isOutboxTokenSent: token.enable.request.outbox,
    verifyOpening: (jwt) => verify(jwt, browser),
    verifyInbox: (jwt) => verify(jwt, inbox),
    signOpening: (payload, expiresInMs) => sign(payload, browser, expiresInMs),
    signOutgoing: (payload) => sign(payload, outbox, token.outbox.expires),
    verifyOutgoing: (jwt) => verify(jwt, outbox),
    signSession: (claims) => sign({ ...claims, purpose: SESSION_PURPOSE }, session, token.session.expires),
    async verifySession(jwt) {
      const claims = await verify(jwt, session);
      const { documentKey, userId, userName, canEdit, purpose } = claims;
      if (purpose !== SESSION_PURPOSE || typeof documentKey !== 'string' || typeof userId !== 'string') {
        throw new DomainError('invalid-token', 'This token was made for another purpose.');
      }
      return {
        documentKey,
        userId,
        userName: typeof userName === 'string' ? userName : '',
        canEdit: canEdit === true,
      };
    },
  };
}
