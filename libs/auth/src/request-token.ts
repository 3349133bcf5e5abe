import type { Config } from '#libs/config';
import type { Tokens } from './tokens.js';

/** Header of a request that we send to the integrator, e.g. a download: payload `{ payload: … }`. */
export async function outgoingAuthorization(
  config: Config,
  tokens: Tokens,
  payload: object,
): Promise<Record<string, string>> {
  if (!tokens.isOutboxTokenSent) return {};
  const { header, prefix } = config.services.CoAuthoring.token.outbox;
  return { [header]: `${prefix}${await tokens.signOutgoing({ payload })}` };
}

/** The token of an incoming request: body field first, then header (contract/command-service.md section 2). */
export function requestToken(
  config: Config,
  headers: Record<string, string | string[] | undefined>,
  body?: { token?: unknown },
): string | undefined {
  if (typeof body?.token === 'string' && body.token !== '') return body.token;
  const { header, prefix } = config.services.CoAuthoring.token.inbox;
  const value = headers[header.toLowerCase()];
  return typeof value === 'string' && value.startsWith(prefix) ? value.slice(prefix.length) : undefined;
}
