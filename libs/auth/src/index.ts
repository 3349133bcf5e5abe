export { createTokens, type Tokens, type OpeningClaims, type SessionClaims } from './tokens.js';
export { createLinkSigner, type LinkSigner, type LinkTarget } from './link-signer.js';
export { outgoingAuthorization, requestToken } from './request-token.js';
