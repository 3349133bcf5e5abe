import type { Config } from '#libs/config';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';
import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';

/**
 * Agents for a request to an address that somebody gave us. Addresses that resolve to private, loopback, link-local
 * or metadata networks are refused when the connection is made, so also after a redirect and whatever the name
 * resolved to before (contract/configuration.md section 5).
 *
 * @param isTrusted the URL came inside a valid token
 */
export function agentsFor(
  url: string,
  isTrusted: boolean,
  config: Config,
): { httpAgent?: HttpAgent; httpsAgent?: HttpsAgent } {
  if (isExempt(url, isTrusted, config)) return {};
  const { allowPrivateIPAddress, allowMetaIPAddress } =
    config.services.CoAuthoring['request-filtering-agent'];
  const options = { allowPrivateIPAddress, allowMetaIPAddress };
  return {
    httpAgent: new RequestFilteringHttpAgent(options),
    httpsAgent: new RequestFilteringHttpsAgent(options),
  };
}

/** A list of allowed prefixes, if there is one, replaces the trust in tokens. */
export function isExempt(url: string, isTrusted: boolean, config: Config): boolean {
  const { jwtToken, allowList } = config.externalRequest.directIfIn;
  if (allowList.length > 0) return allowList.some((prefix) => url.startsWith(prefix));
  return isTrusted && jwtToken;
}
