import 'reflect-metadata';
import { createLinkSigner } from '#libs/auth';
import { FolderBlobStore } from '#libs/blob-store';
import { loadConfig } from '#libs/config';
import { InProcessTransport } from '#libs/messaging';
import type { App, Platform, Upstream } from '#libs/platform';
import { Logger } from '@nestjs/common';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGateway } from './gateway.app.js';
import { proxyTo } from './upstreams/proxy-upstreams.js';

Logger.overrideLogger(false);
const folder = mkdtempSync(join(tmpdir(), 'gateway-'));
const SECRET = 'secret of the links';
const config = loadConfig({
  env: { STORAGE_SECRET: SECRET, JWT_SECRET: 'secret of the tokens', QUIRE_DATA_DIR: folder },
});
const blobs = new FolderBlobStore(join(folder, 'blobs'));
const platform: Platform = {
  config,
  replicaId: 'test',
  databaseUrl: '',
  transport: new InProcessTransport(),
  queueConnection: { host: 'never connected', lazyConnect: true },
  blobs,
  fanout: { publish: () => {}, subscribe: async () => async () => {}, close: async () => {} },
  close: async () => {},
};

const upgradeRefused: Upstream['handleUpgrade'] = (_request, socket) => socket.destroy();
const echo: Upstream = {
  handleRequest(request, response) {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ url: request.url, headers: request.headers }));
  },
  handleUpgrade: (_request, socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
    socket.pipe(socket);
  },
};
const silent: Upstream = {
  handleRequest: (_request, response) => void response.writeHead(503).end('{}'),
  handleUpgrade: upgradeRefused,
};

async function listen(handlers: Upstream): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => handlers.handleRequest(request, response));
  server.on('upgrade', (request, socket, head) => handlers.handleUpgrade(request, socket, head));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { server, url: `http://127.0.0.1:${address.port}` };
}

function pagesFolder(): string {
  const pages = join(folder, 'web');
  for (const [file, content] of [
    ['api/documents/api.js', 'var DocsAPI;'],
    ['editor/index.html', '<title>editor</title>'],
    ['library/index.html', '<title>library</title>'],
    ['assets/main-Ab3dE5_x.js', 'export {}'],
    ['assets/engine-Cc3dE5_x.wasm', 'wasm'],
    ['assets/carlito-Dd3dE5_x.woff2', 'font'],
    ['assets/large-Ee3dE5_x.js', 'export const large = true;'],
    ['assets/large-Ee3dE5_x.js.gz', gzipSync('export const large = true;')],
  ] as const) {
    mkdirSync(join(pages, file, '..'), { recursive: true });
    writeFileSync(join(pages, file), content);
  }
  return pages;
}

/** Without following redirects and with the path exactly as given. */
function get(url: string, path: string, options: { method?: string; headers?: Record<string, string> } = {}) {
  return fetch(url + path, { redirect: 'manual', ...options });
}

/** Status and headers of an upgrade request, and what comes back for one line of text. */
async function upgrade(url: string, path: string): Promise<{ status: number | undefined; echoed: string }> {
  const request = httpRequest(url + path, {
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-key': 'a',
      'sec-websocket-version': '13',
    },
  });
  request.end();
  return new Promise((resolve, reject) => {
    request.once('error', reject);
    request.once('response', (response) => {
      response.resume();
      resolve({ status: response.statusCode, echoed: '' });
    });
    request.once('upgrade', (response, socket) => {
      socket.once('data', (data: Buffer) => {
        socket.destroy();
        resolve({ status: response.statusCode, echoed: data.toString() });
      });
      socket.write('hello');
    });
  });
}

let gateway: App;
let edge: { server: Server; url: string };
let behindHttp: { server: Server; url: string };
let clusterEdge: { server: Server; url: string };
let clusterGateway: App;

beforeAll(async () => {
  const options = { pages: pagesFolder() };
  gateway = await createGateway(platform, { coauthoring: echo, storage: echo }, options);
  edge = await listen(gateway);
  behindHttp = await listen(echo);
  const upstreams = {
    coauthoring: proxyTo('coauthoring', behindHttp.url),
    storage: proxyTo('storage', 'http://127.0.0.1:1'),
  };
  clusterGateway = await createGateway(platform, upstreams, options);
  clusterEdge = await listen(clusterGateway);
});

afterAll(async () => {
  for (const { server } of [edge, clusterEdge, behindHttp]) {
    server.closeAllConnections();
    server.close();
  }
  await gateway.nest.close();
  await clusterGateway.nest.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('pages', () => {
  it('sends the visitor to the library, relative to wherever a proxy put us', async () => {
    const root = await get(edge.url, '/');
    expect([root.status, root.headers.get('location')]).toEqual([302, 'library/']);
    expect(await (await get(edge.url, '/library/')).text()).toContain('library');
    expect((await get(edge.url, '/library')).headers.get('location')).toBe('library/');
  });

  it('serves the same files under the address of the contract', async () => {
    expect(await (await get(edge.url, '/web-apps/apps/editor/index.html?key=1')).text()).toContain('editor');
    expect((await get(edge.url, '/web-apps/apps/assets/main-Ab3dE5_x.js')).status).toBe(200);
  });

  it('lets browsers keep what has its digest in the name and ask again for the rest', async () => {
    const hashed = await get(edge.url, '/assets/main-Ab3dE5_x.js');
    expect(hashed.headers.get('cache-control')).toContain('immutable');
    for (const path of ['/web-apps/apps/api/documents/api.js', '/library/index.html']) {
      expect((await get(edge.url, path)).headers.get('cache-control')).toBe('no-cache');
    }
  });

  it('sends what was compressed at the build, with the type and caching of the file itself', async () => {
    const path = '/assets/large-Ee3dE5_x.js';
    for (const accepted of ['gzip', 'identity']) {
      const answer = await get(edge.url, path, { headers: { 'accept-encoding': accepted } });
      expect(answer.headers.get('content-encoding')).toBe(accepted === 'gzip' ? 'gzip' : null);
      expect(answer.headers.get('content-type')).toMatch(/javascript/);
      expect(answer.headers.get('cache-control')).toContain('immutable');
      expect(await answer.text()).toBe('export const large = true;');
    }
  });

  it('lets other sites include api.js, fonts and the frame', async () => {
    for (const path of ['/web-apps/apps/api/documents/api.js', '/assets/carlito-Dd3dE5_x.woff2']) {
      expect((await get(edge.url, path)).headers.get('access-control-allow-origin')).toBe('*');
    }
    const frame = await get(edge.url, '/web-apps/apps/editor/index.html');
    expect(frame.headers.get('x-frame-options')).toBeNull();
    expect(frame.headers.get('content-security-policy')).toBeNull();
  });

  it('names the types that browsers insist on', async () => {
    expect((await get(edge.url, '/assets/engine-Cc3dE5_x.wasm')).headers.get('content-type')).toBe(
      'application/wasm',
    );
    expect((await get(edge.url, '/assets/carlito-Dd3dE5_x.woff2')).headers.get('content-type')).toBe(
      'font/woff2',
    );
    expect((await get(edge.url, '/assets/main-Ab3dE5_x.js')).headers.get('content-type')).toMatch(
      /javascript/,
    );
  });

  it('never leaves its folder', async () => {
    const secret = join(folder, 'outside.txt');
    writeFileSync(secret, 'the secret outside');
    for (const path of [
      '/assets/..%2f..%2foutside.txt',
      '/library/%2e%2e/%2e%2e/outside.txt',
      '/assets/%00',
    ]) {
      const answer = await get(edge.url, path);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(await answer.text()).not.toContain('the secret outside');
    }
  });

  it('answers an unknown address with a sentence, also for other methods', async () => {
    for (const method of ['GET', 'POST', 'DELETE']) {
      const answer = await get(edge.url, '/no/such/thing', { method });
      expect(answer.status).toBe(404);
      expect(await answer.json()).toEqual({
        error: { code: 'not-found', message: 'There is nothing at this address.' },
      });
    }
  });
});

describe('signed links', () => {
  const signer = createLinkSigner(SECRET);
  const content = Buffer.from('the file');
  const linkTo = async (fileName: string, lifetimeMs = 60_000) => {
    const blob = `key-1_${Math.random().toString(36).slice(2)}/output`;
    await blobs.put(blob, content);
    return signer.sign('', { blob, fileName }, lifetimeMs);
  };

  it('delivers the file under its name, with type and length', async () => {
    const answer = await get(edge.url, await linkTo('Übersicht "1" – 報告.docx'));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-length')).toBe(String(content.length));
    expect(answer.headers.get('content-type')).toMatch(/wordprocessingml/);
    const disposition = answer.headers.get('content-disposition') ?? '';
    expect(disposition).toMatch(/^attachment;/);
    expect(disposition).toContain(`filename*=UTF-8''${encodeURIComponent('Übersicht "1" – 報告.docx')}`);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(content);
  });

  it('answers HEAD without the file', async () => {
    const answer = await get(edge.url, await linkTo('a.docx'), { method: 'HEAD' });
    expect([answer.status, answer.headers.get('content-length')]).toEqual([200, String(content.length)]);
    expect(await answer.text()).toBe('');
  });

  it('refuses a wrong signature with 403 and an old link with 410', async () => {
    const link = await linkTo('a.docx');
    expect((await get(edge.url, link.replace(/md5=..../, 'md5=AAAA'))).status).toBe(403);
    expect((await get(edge.url, link.split('?')[0] ?? '')).status).toBe(403);
    expect((await get(edge.url, link.replace('a.docx?', 'b.docx?'))).status).toBe(403);
    expect((await get(edge.url, link.replace(/expires=\d+/, 'expires=9999999999'))).status).toBe(403);
    expect((await get(edge.url, await linkTo('a.docx', -60_000))).status).toBe(410);
  });

  it('answers 404 for other methods and for a file that was cleaned up', async () => {
    const link = await linkTo('a.docx');
    expect((await get(edge.url, link, { method: 'POST' })).status).toBe(404);
    const gone = signer.sign('', { blob: 'gone/output', fileName: 'a.docx' }, 60_000);
    expect((await get(edge.url, gone)).status).toBe(404);
    const climbing = signer.sign('', { blob: '../../etc/passwd', fileName: 'a' }, 60_000);
    expect((await get(edge.url, climbing)).status).toBeGreaterThanOrEqual(400);
  });

  it('lets a page inside the file run nothing', async () => {
    const answer = await get(edge.url, await linkTo('page.html'));
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });
});

describe('other apps', () => {
  it('are called in the same process with address and headers untouched', async () => {
    const answer = await get(edge.url, '/api/library/files?x=1', {
      headers: { 'x-forwarded-host': 'a.example' },
    });
    const seen: unknown = await answer.json();
    expect(seen).toMatchObject({
      url: '/api/library/files?x=1',
      headers: { 'x-forwarded-host': 'a.example' },
    });
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('get their WebSockets in the same process and over HTTP', async () => {
    expect(await upgrade(edge.url, '/doc/key-1/ws')).toEqual({ status: 101, echoed: 'hello' });
    expect(await upgrade(clusterEdge.url, '/doc/key-1/ws')).toEqual({ status: 101, echoed: 'hello' });
  });

  it('get no WebSocket from an unknown address', async () => {
    expect((await upgrade(edge.url, '/somewhere')).status).toBe(404);
  });

  it('that are down are answered for with 502 and a sentence', async () => {
    const answer = await get(clusterEdge.url, '/api/library/files', { method: 'POST' });
    expect(answer.status).toBe(502);
    expect(await answer.json()).toMatchObject({
      error: { message: expect.stringContaining('storage service does not answer') },
    });
  });

  it('learn over HTTP which address the browser used', async () => {
    const { url } = behindHttp;
    const proxied = proxyTo('storage', url);
    const proxy = await listen(proxied);
    const answer = await get(proxy.url, '/api/library/files', {
      headers: {
        'x-forwarded-proto': 'https',
        'x-forwarded-host': 'docs.example, inner',
        'x-forwarded-prefix': '/"',
      },
    });
    const seen = await answer.json();
    expect(seen).toMatchObject({
      headers: {
        'x-forwarded-proto': 'https',
        'x-forwarded-host': 'docs.example',
        'x-forwarded-for': '127.0.0.1',
      },
    });
    expect(seen).not.toHaveProperty(['headers', 'x-forwarded-prefix']);
    proxy.server.closeAllConnections();
    proxy.server.close();
  });
});

describe('health', () => {
  it('is true while every part serves', async () => {
    const answer = await get(edge.url, '/healthcheck');
    expect([answer.status, await answer.text()]).toEqual([200, 'true']);
  });

  it('is false with status 200 when a part does not serve', async () => {
    const answer = await get(clusterEdge.url, '/healthcheck');
    expect([answer.status, await answer.text()]).toEqual([200, 'false']);
    const half = await createGateway(platform, { coauthoring: silent, storage: echo });
    const { server, url } = await listen(half);
    expect(await (await get(url, '/healthcheck')).text()).toBe('false');
    server.closeAllConnections();
    server.close();
    await half.nest.close();
  });

  it('keeps the gateway itself alive and ready when another part is down', async () => {
    expect(await (await get(clusterEdge.url, '/healthz')).text()).toBe('ok');
    expect((await get(clusterEdge.url, '/readyz')).status).toBe(200);
  });

  it('names every part and how it stands', async () => {
    const status: unknown = await (await get(clusterEdge.url, '/api/status')).json();
    expect(status).toMatchObject({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      parts: [
        { name: 'coauthoring', state: 'ready' },
        { name: 'storage', state: 'down' },
        { name: 'converter', state: 'down' },
        { name: 'file store', state: 'ready' },
      ],
    });
  });
});
