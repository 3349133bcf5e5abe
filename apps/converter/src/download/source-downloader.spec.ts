import 'reflect-metadata';
import { createLinkSigner, createTokens } from '#libs/auth';
import { FolderBlobStore } from '#libs/blob-store';
import { loadConfig } from '#libs/config';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { SourceDownloader } from './source-downloader.js';

const folder = mkdtempSync(join(tmpdir(), 'download-'));
const servers: Server[] = [];
const SECRET = 'secret of the links';

async function serve(handler: RequestListener): Promise<string> {
  const server = createServer(handler);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FAST = { downloadAttemptDelay: 1, downloadAttemptMaxCount: 3 };

function downloader(settings: object = {}) {
  const config = loadConfig({
    env: {
      STORAGE_SECRET: SECRET,
      JWT_SECRET: 'secret of the tokens',
      NODE_CONFIG: JSON.stringify({ FileConverter: { converter: FAST }, ...settings }),
    },
  });
  const blobs = new FolderBlobStore(join(folder, 'blobs'));
  const links = createLinkSigner(SECRET);
  return { blobs, links, downloader: new SourceDownloader(config, createTokens(config), links, blobs) };
}

const outgoing = (enable: boolean, header = 'Authorization') => ({
  services: { CoAuthoring: { token: { enable: { request: { outbox: enable } }, outbox: { header } } } },
});

async function fetched(url: string, settings?: object, isTrusted = true): Promise<string> {
  const content = await downloader(settings).downloader.download(
    { url, isTrusted },
    AbortSignal.timeout(10_000),
  );
  return content.toString();
}

const listed = (entry: string) => ({ externalRequest: { directIfIn: { allowList: [entry] } } });
const limited = (downloadTimeout: object) => ({ FileConverter: { converter: { ...FAST, downloadTimeout } } });

describe('a source', () => {
  it('is fetched, with 200 as well as with 206', async () => {
    for (const status of [200, 206]) {
      const url = await serve((_request, response) => response.writeHead(status).end('content'));
      expect(await fetched(`${url}/a.docx`)).toBe('content');
    }
  });

  it('gets our token when its address came inside a token, and only then', async () => {
    const seen: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end('content');
    });
    const open = { ...outgoing(true), externalRequest: { directIfIn: { allowList: [`${url}/`] } } };
    await fetched(url, open, true);
    await fetched(url, open, false);
    expect(seen).toEqual([expect.stringMatching(/^Bearer eyJ/), undefined]);
  });

  it('may be empty', async () => {
    const url = await serve((_request, response) => response.end());
    expect(await fetched(url)).toBe('');
  });
});

describe('the address guard', () => {
  const blocked = { code: 'address-blocked', message: expect.stringContaining('ALLOW_PRIVATE_IP_ADDRESS') };

  it.each([
    'http://127.0.0.1:1/a.docx',
    'http://localhost:1/a.docx',
    'http://[::1]:1/a.docx',
    'http://[::ffff:127.0.0.1]:1/a.docx',
    'http://10.1.2.3/a.docx',
    'http://192.168.0.1/a.docx',
    'http://169.254.169.254/latest/meta-data',
    'http://0.0.0.0:1/a.docx',
    'http://2130706433:1/a.docx',
    'http://0x7f.1:1/a.docx',
  ])('refuses %s when the address was not in a token', async (url) => {
    await expect(fetched(url, {}, false)).rejects.toMatchObject(blocked);
  });

  it('refuses private addresses in a token when tokens are not trusted', async () => {
    const url = await serve((_request, response) => response.end('content'));
    await expect(
      fetched(url, { externalRequest: { directIfIn: { jwtToken: false } } }, true),
    ).rejects.toMatchObject(blocked);
  });

  it('lets addresses of the list pass, and a longer host name with the same beginning not', async () => {
    const url = await serve((_request, response) => response.end('content'));
    expect(await fetched(`${url}/files/a`, listed(`${url}/files/`), false)).toBe('content');
    await expect(fetched(`${url}/other`, listed(`${url}/files/`), false)).rejects.toMatchObject(blocked);
    await expect(fetched(`${url}/files/a`, listed(url.slice(0, -1)), false)).rejects.toMatchObject(blocked);
  });

  it('lets private addresses pass when the configuration allows them', async () => {
    const url = await serve((_request, response) => response.end('content'));
    const allowed = {
      services: { CoAuthoring: { 'request-filtering-agent': { allowPrivateIPAddress: true } } },
    };
    expect(await fetched(url, allowed, false)).toBe('content');
  });

  it('checks the host that a trusted source redirects to, and keeps the token from it', async () => {
    const seen: unknown[] = [];
    const inner = await serve((request, response) => {
      seen.push(request.headers['x-token']);
      response.end('secret of the inner network');
    });
    const url = await serve((_request, response) =>
      response.writeHead(302, { location: `${inner}/secret` }).end(),
    );
    await expect(fetched(url)).rejects.toMatchObject(blocked);
    expect(seen).toEqual([]);
    const allowed = {
      services: {
        CoAuthoring: {
          ...outgoing(true, 'X-Token').services.CoAuthoring,
          'request-filtering-agent': { allowPrivateIPAddress: true },
        },
      },
    };
    await fetched(url, allowed);
    expect(seen).toEqual([undefined]);
  });

  it('follows a redirect on the same host', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/a') response.writeHead(307, { location: '/b' }).end();
      else response.end('content');
    });
    expect(await fetched(`${url}/a`)).toBe('content');
  });

  it.each(['file:///etc/passwd', 'ftp://example.com/a', 'data:text/plain,a', 'nonsense'])(
    'accepts no %s',
    async (url) => {
      await expect(fetched(url)).rejects.toMatchObject({ code: 'bad-request' });
    },
  );

  it('reads our own signed links without a request, whatever their host', async () => {
    const own = downloader();
    await own.blobs.put('library/abc', Buffer.from('our own'));
    const target = { blob: 'library/abc', fileName: 'Übersicht.docx' };
    const link = own.links.sign('http://127.0.0.1:1/prefix', target, 60_000);
    const signal = AbortSignal.timeout(5_000);
    expect(String(await own.downloader.download({ url: link, isTrusted: false }, signal))).toBe('our own');
    const forged = link.replace('library', 'private');
    await expect(own.downloader.download({ url: forged, isTrusted: false }, signal)).rejects.toMatchObject(
      blocked,
    );
    const old = own.links.sign('http://127.0.0.1:1', target, -60_000);
    await expect(own.downloader.download({ url: old, isTrusted: false }, signal)).rejects.toMatchObject({
      code: 'link-expired',
    });
  });
});

describe('a source that does not deliver', () => {
  it('is named with host and status, and asked once when asking again is no use', async () => {
    let asked = 0;
    const url = await serve((_request, response) => {
      asked++;
      response.writeHead(404, 'Not Found').end('no');
    });
    await expect(fetched(url)).rejects.toMatchObject({
      code: 'download-failed',
      message: `The document could not be fetched from ${new URL(url).host}: it answered 404 Not Found.`,
    });
    expect(asked).toBe(1);
  });

  it('is asked again after a server error', async () => {
    let asked = 0;
    const url = await serve((_request, response) =>
      response.writeHead(++asked < 3 ? 503 : 200).end('content'),
    );
    expect(await fetched(url)).toBe('content');
    expect(asked).toBe(3);
  });

  it('is given up after the configured number of attempts', async () => {
    let asked = 0;
    const url = await serve((_request, response) => {
      asked++;
      response.writeHead(500).end();
    });
    await expect(fetched(url)).rejects.toMatchObject({
      code: 'download-failed',
      message: expect.stringContaining('500'),
    });
    expect(asked).toBe(3);
  });

  it('is named with the reason when nobody listens', async () => {
    await expect(fetched('http://127.0.0.1:1/a')).rejects.toMatchObject({
      code: 'download-failed',
      message: 'The document could not be fetched from 127.0.0.1:1: it refuses connections.',
    });
  });

  it('is refused by its announced size before the body comes', async () => {
    const limits = { FileConverter: { converter: { ...FAST, maxDownloadBytes: 1_000 } } };
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 5_000 });
      response.flushHeaders();
    });
    await expect(fetched(url, limits)).rejects.toMatchObject({
      code: 'too-large',
      message: expect.stringMatching(/5000 bytes.*1000 bytes.*maxDownloadBytes/),
    });
  });

  it('is cut off when more comes than allowed, also when it is packed', async () => {
    const limits = { FileConverter: { converter: { ...FAST, maxDownloadBytes: 100_000 } } };
    const endless = await serve((_request, response) => {
      const more = () =>
        void (response.destroyed || response.write(Buffer.alloc(20_000), () => setImmediate(more)));
      more();
    });
    await expect(fetched(endless, limits)).rejects.toMatchObject({ code: 'too-large' });
    const { gzipSync } = await import('node:zlib');
    const packed = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(10_000_000))),
    );
    await expect(fetched(packed, limits)).rejects.toMatchObject({ code: 'too-large' });
  });

  it('is given up, and not asked again, when it is silent or too slow', async () => {
    let asked = 0;
    const silent = await serve((_request, response) => {
      asked++;
      response.writeHead(200);
      response.write('a');
    });
    const byInactivity = limited({ connectionAndInactivity: '200ms', wholeCycle: '10s' });
    await expect(fetched(silent, byInactivity)).rejects.toMatchObject({
      code: 'download-failed',
      message: expect.stringContaining('nothing came for 0.2 s'),
    });
    const byTotal = limited({ connectionAndInactivity: '10s', wholeCycle: '200ms' });
    await expect(fetched(silent, byTotal)).rejects.toMatchObject({
      message: expect.stringContaining('longer than 0.2 s'),
    });
    expect(asked).toBe(2);
  });
});
