import axios, { type AxiosResponse } from 'axios';
import type { Readable } from 'node:stream';
import type { Agents } from '#libs/outgoing';

const MAX_REDIRECTS = 5;

export type SourceResponse = AxiosResponse<Readable>;

export interface SourceRequest {
  readonly agents: Agents;
  /** for hosts that the source redirects to: trust belongs to the address that was given */
  readonly agentsAfterRedirect: Agents;
  /** sent to the given host only */
  readonly headers: Record<string, string>;
  readonly waitMs: number;
  readonly signal: AbortSignal;
}

/** One GET whose body is a stream; any status is an answer. */
export async function requestSource(url: URL, request: SourceRequest): Promise<SourceResponse> {
  return axios.get<Readable, SourceResponse>(url.href, {
    responseType: 'stream',
    headers: request.headers,
    httpAgent: request.agents.http,
    httpsAgent: request.agents.https,
    proxy: false,
    maxRedirects: MAX_REDIRECTS,
    timeout: request.waitMs,
    signal: request.signal,
    validateStatus: () => true,
    beforeRedirect: (options: Record<string, unknown>) => {
      if (options['host'] === url.host) return;
      options['agents'] = request.agentsAfterRedirect;
      options['headers'] = without(options['headers'], Object.keys(request.headers));
    },
  });
}

function without(headers: unknown, names: readonly string[]): object {
  const dropped = new Set(names.map((name) => name.toLowerCase()));
  const kept = Object.entries(headers ?? {}).filter(([name]) => !dropped.has(name.toLowerCase()));
  return Object.fromEntries(kept);
}
