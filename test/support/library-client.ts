import { SignJWT } from 'jose';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LibraryFile {
  readonly id: string;
  readonly title: string;
  readonly version: number;
  readonly editors: readonly { id: string; name: string }[];
  readonly saveFailure: { readonly message: string } | null;
}

export interface LibraryVersion {
  readonly version: number;
  readonly size: number;
  readonly authors: readonly { id: string; name: string }[];
  readonly download: string;
}

export interface OpeningConfig extends Record<string, unknown> {
  readonly document: { readonly key: string; readonly url: string };
  readonly editorConfig: { readonly callbackUrl: string };
}

export interface Answer {
  readonly status: number;
  readonly body: { readonly error?: { code: string; message: string } } & Record<string, unknown>;
}

/** The built-in library as a browser uses it, without the pages. */
export class LibraryClient {
  readonly api: string;

  constructor(productUrl: string) {
    this.api = `${productUrl}/api/library/`;
  }

  async request(method: string, path: string, body?: RequestInit['body']): Promise<Answer> {
    const init: RequestInit = body === undefined ? { method } : { method, body };
    const response = await fetch(this.api + path, init);
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Answer['body']) };
  }

  async files(): Promise<readonly LibraryFile[]> {
    return (await this.request('GET', 'files')).body['files'] as readonly LibraryFile[];
  }

  async create(): Promise<LibraryFile> {
    return (await this.request('POST', 'files/new')).body as unknown as LibraryFile;
  }

  upload(title: string, bytes: Uint8Array): Promise<Answer> {
    return this.request('POST', `files?title=${encodeURIComponent(title)}`, new Uint8Array(bytes));
  }

  async describe(id: string): Promise<LibraryFile & { versions: LibraryVersion[] }> {
    return (await this.request('GET', `files/${id}`)).body as never;
  }

  async config(id: string, user: string, name: string): Promise<OpeningConfig> {
    return (await this.request('GET', `files/${id}/config?user=${user}&name=${name}`)).body as never;
  }

  async download(path: string): Promise<{ bytes: Uint8Array; disposition: string }> {
    const response = await fetch(this.api + path);
    return {
      bytes: new Uint8Array(await response.arrayBuffer()),
      disposition: response.headers.get('content-disposition') ?? '',
    };
  }
}

/** A document server in miniature: offers one file and tells the library's callback handler about it. */
export class PretendedDocumentServer {
  file: Uint8Array = new Uint8Array();
  isBroken = false;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<PretendedDocumentServer> {
    const server = createServer();
    const pretended = new PretendedDocumentServer(server);
    server.on('request', (_request, response) => {
      response.statusCode = pretended.isBroken ? 500 : 200;
      response.end(pretended.file);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return pretended;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/output.docx`;
  }

  /** `secret` undefined: no token at all. */
  async call(
    callbackUrl: string,
    fields: Record<string, unknown>,
    secret: string | undefined,
  ): Promise<{ status: number; error: unknown }> {
    const token = secret === undefined ? {} : { token: await signed(fields, secret) };
    const response = await fetch(callbackUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...fields, ...token }),
    });
    const { error } = (await response.json()) as { error: unknown };
    return { status: response.status, error };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

function signed(payload: Record<string, unknown>, secret: string): Promise<string> {
  return new SignJWT(payload)
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('5m')
    .sign(new TextEncoder().encode(secret));
}
