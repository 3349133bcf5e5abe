import type { IncomingMessage } from 'node:http';

/** How the browser reached us, as far as the proxies in front of us tell. */
export interface PublicAddress {
  readonly protocol: 'http' | 'https';
  /** host name with port, e.g. `docs.example.com:8443` */
  readonly host: string;
  /** path below which a proxy serves us, e.g. `/office`; empty for the root */
  readonly prefix: string;
}

/** Host names, IPv4 and bracketed IPv6 with an optional port; anything else could forge a link. */
const HOST = /^(?:[a-z0-9._-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;
const PREFIX = /^(?:\/[\w.~-]{1,100}){1,10}$/;

/** A header that several proxies wrote is a list; its first value comes from the one next to the browser. */
function firstOf(header: string | string[] | undefined): string {
  const joined = Array.isArray(header) ? header.join(',') : (header ?? '');
  return joined.split(',', 1)[0]?.trim() ?? '';
}

/**
 * Reads X-Forwarded-Proto, -Host and -Prefix (contract/configuration.md section 7). A value that is no protocol, host
 * or path counts as not sent.
 */
export function publicAddressOf(request: IncomingMessage): PublicAddress {
  const { headers, socket } = request;
  const protocol = firstOf(headers['x-forwarded-proto']).toLowerCase();
  const ownProtocol = 'encrypted' in socket && socket.encrypted ? 'https' : 'http';
  const host = [firstOf(headers['x-forwarded-host']), firstOf(headers.host)].find((name) => HOST.test(name));
  const prefix = firstOf(headers['x-forwarded-prefix']).replace(/\/+$/, '');
  return {
    protocol: protocol === 'http' || protocol === 'https' ? protocol : ownProtocol,
    host: host ?? 'localhost',
    prefix: PREFIX.test(prefix) && !prefix.split('/').includes('..') ? prefix : '',
  };
}

/**
 * Base address for links that we give out, without a slash at the end. `storage.externalHost` replaces scheme and host.
 */
export function baseUrlOf(
  request: IncomingMessage,
  config: { readonly storage: { readonly externalHost: string } },
): string {
  const { protocol, host, prefix } = publicAddressOf(request);
  const external = config.storage.externalHost.replace(/\/+$/, '');
  return `${external === '' ? `${protocol}://${host}` : external}${prefix}`;
}
