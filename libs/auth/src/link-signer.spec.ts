import { describe, expect, it } from 'vitest';
import { createLinkSigner } from './link-signer.js';

const target = { blob: 'key-1_abc/output', fileName: 'Bericht für Müller.docx' };

function parsed(link: string): { path: string; query: Record<string, string> } {
  const url = new URL(link, 'http://host');
  return { path: url.pathname, query: Object.fromEntries(url.searchParams) };
}

describe('signed links', () => {
  const signer = createLinkSigner('a secret', () => 1_000_000);

  it('gives back what was signed', () => {
    const { path, query } = parsed(signer.sign('https://docs.example', target, 60_000));
    expect(path).toMatch(/^\/cache\/files\/data\/key-1_abc\/output\//);
    expect(signer.verify(path, query)).toEqual(target);
  });

  it('puts the base address in front, also one with a path prefix', () => {
    expect(signer.sign('https://host/docs', target, 60_000)).toMatch(
      /^https:\/\/host\/docs\/cache\/files\/data\//,
    );
    expect(signer.sign('', target, 60_000)).toMatch(/^\/cache\/files\/data\//);
  });

  it('refuses a link for another file, another time or with another secret', () => {
    const { path, query } = parsed(signer.sign('', target, 60_000));
    const stranger = createLinkSigner('another secret', () => 1_000_000);
    const refused = expect.objectContaining({ code: 'link-invalid' });
    expect(() => signer.verify(path.replace('key-1', 'key-2'), query)).toThrow(refused);
    expect(() => signer.verify(path, { ...query, expires: '9999999999' })).toThrow(refused);
    expect(() => stranger.verify(path, query)).toThrow(refused);
  });

  it.each([
    [{}],
    [{ md5: '-' }],
    [{ md5: '' }],
    [{ md5: '-', expires: ['1', '2'] }],
    [{ md5: ['-'], expires: '2000' }],
    [{ expires: '2000' }],
  ])('refuses a link without a whole signature: %j', (query) => {
    const { path } = parsed(signer.sign('', target, 60_000));
    expect(() => signer.verify(path, query)).toThrow(expect.objectContaining({ code: 'link-invalid' }));
  });

  it('refuses a path that is not a file link or cannot be decoded', () => {
    const { query } = parsed(signer.sign('', target, 60_000));
    for (const path of ['/etc/passwd', '/cache/files/data/%zz/a']) {
      expect(() => signer.verify(path, query)).toThrow(expect.objectContaining({ code: 'link-invalid' }));
    }
  });

  it('works until its time has passed, and says afterwards that it has expired', () => {
    let now = 0;
    const aging = createLinkSigner('a secret', () => now);
    const { path, query } = parsed(aging.sign('', target, 60_000));
    now = 60_000;
    expect(aging.verify(path, query)).toEqual(target);
    now = 60_001;
    expect(() => aging.verify(path, query)).toThrow(expect.objectContaining({ code: 'link-expired' }));
  });
});
