import type { Config } from '#libs/config';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';

export interface Agents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
}

/** Which requests may leave for which addresses (contract/configuration.md section 5). */
export interface AddressGuard {
  /** Agents for a source; `isTrusted`: its URL came inside a valid token. */
  agentsFor(url: URL, isTrusted: boolean): Agents;
  /** Agents that connect only to addresses everybody may reach; they look at the address a name resolves to. */
  readonly filtering: Agents;
}

export function createAddressGuard(config: Config): AddressGuard {
  const filter = config.services.CoAuthoring['request-filtering-agent'];
  const { jwtToken, allowList } = config.externalRequest.directIfIn;
  const direct: Agents = { http: new HttpAgent(), https: new HttpsAgent() };
  const filtering: Agents = {
    http: new RequestFilteringHttpAgent(filter),
    https: new RequestFilteringHttpsAgent(filter),
  };
  // The contract: a list replaces the trust in tokens.
  const isDirect = (url: URL, isTrusted: boolean) =>
    allowList.length > 0 ? allowList.some((entry) => isBelow(url, entry)) : isTrusted && jwtToken;
  return { filtering, agentsFor: (url, isTrusted) => (isDirect(url, isTrusted) ? direct : filtering) };
}

/** An entry is a prefix of addresses, but `http://good.example` is no prefix of `http://good.example.evil`. */
function isBelow(url: URL, entry: string): boolean {
  if (!URL.canParse(entry)) return false;
  const allowed = new URL(entry);
  return url.origin === allowed.origin && url.pathname.startsWith(allowed.pathname);
}

/** request-filtering-agent gives its refusals no code; these words are in all of them. */
export function isRefusalOfAddress(error: unknown): boolean {
  return error instanceof Error && /is not allowed\. Because/.test(error.message);
}
