import type { Tokens } from '#libs/auth';
import type { Config } from '#libs/config';
import { DomainError } from '#libs/errors';
import type { IncomingHttpHeaders } from 'node:http';

/**
 * The fields of a callback that can be trusted: those inside the body's token, or else those in the payload of the
 * header's token (contract/callback.md section 7). Plain fields count only where the server sends no tokens.
 *
 * @throws DomainError 'invalid-token' | 'token-expired'
 */
export async function trustedFields(
  config: Config,
  tokens: Tokens,
  headers: IncomingHttpHeaders,
  body: unknown,
): Promise<unknown> {
  const bodyToken = isRecord(body) ? body['token'] : undefined;
  if (typeof bodyToken === 'string' && bodyToken !== '') return tokens.verifyOutgoing(bodyToken);
  const headerToken = headerTokenOf(config, headers);
  if (headerToken) return (await tokens.verifyOutgoing(headerToken))['payload'];
  if (!tokens.isOutboxTokenSent) return body;
  throw new DomainError('invalid-token', 'This callback carries no security token.');
}

function headerTokenOf(config: Config, headers: IncomingHttpHeaders): string | undefined {
  const { header, prefix } = config.services.CoAuthoring.token.outbox;
  const value = headers[header.toLowerCase()];
  return typeof value === 'string' && value.startsWith(prefix) ? value.slice(prefix.length) : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
