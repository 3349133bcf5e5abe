import { IncomingMessage, type IncomingHttpHeaders } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { baseUrlOf } from './public-address.js';

function requestWith(headers: IncomingHttpHeaders, isEncrypted = false): IncomingMessage {
  const request = new IncomingMessage(Object.assign(new Socket(), { encrypted: isEncrypted }));
  Object.assign(request.headers, headers);
  return request;
}
const configWith = (externalHost = '') => ({ storage: { externalHost } });

describe('the address under which the browser sees us', () => {
  it('is the host of the request when no proxy is in front', () => {
    expect(baseUrlOf(requestWith({ host: 'docs.local:8000' }), configWith())).toBe('http://docs.local:8000');
  });

  it('is https when the request itself came encrypted', () => {
    expect(baseUrlOf(requestWith({ host: 'docs.local' }, true), configWith())).toBe('https://docs.local');
  });

  it('comes from the first value of each forwarded header', () => {
    const headers = {
      host: '10.0.0.7:8000',
      'x-forwarded-proto': 'https, http',
      'x-forwarded-host': 'office.example.com:8443, inner.local',
      'x-forwarded-prefix': '/office/, /inner',
    };
    expect(baseUrlOf(requestWith(headers), configWith())).toBe('https://office.example.com:8443/office');
  });

  it('keeps the prefix when the configuration names another host', () => {
    const headers = { host: 'a', 'x-forwarded-prefix': '/office' };
    expect(baseUrlOf(requestWith(headers), configWith('https://files.example.com/'))).toBe(
      'https://files.example.com/office',
    );
  });

  it('accepts an IPv6 address', () => {
    expect(baseUrlOf(requestWith({ host: '[::1]:8000' }), configWith())).toBe('http://[::1]:8000');
  });

  it.each([
    ['a protocol that is none', { 'x-forwarded-proto': 'javascript' }],
    ['a host with a path', { 'x-forwarded-host': 'evil.example/path' }],
    ['a host with credentials', { 'x-forwarded-host': 'user@evil.example' }],
    ['a prefix with markup', { 'x-forwarded-prefix': '/"><script>' }],
    ['a prefix that climbs', { 'x-forwarded-prefix': '/../admin' }],
    ['a prefix that is another host', { 'x-forwarded-prefix': '//evil.example' }],
  ])('ignores %s', (_what, headers) => {
    expect(baseUrlOf(requestWith({ host: 'docs.local', ...headers }), configWith())).toBe(
      'http://docs.local',
    );
  });
});
