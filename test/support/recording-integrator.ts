import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT, jwtVerify } from 'jose';

export interface RecordedCallback {
  readonly at: number;
  readonly query: URLSearchParams;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: { key: string; status: number; url?: string; users?: string[]; token?: string } & Record<
    string,
    unknown
  >;
}

/** An integrator in miniature: serves source files, records callbacks, answers as told. */
export class RecordingIntegrator {
  readonly callbacks: RecordedCallback[] = [];
  private readonly answers = new Map<string, { status: number; body: string }[]>();
  readonly sourceRequests: { path: string; authorization: string | undefined }[] = [];
  private readonly files = new Map<string, Uint8Array>();

  private constructor(
    private readonly server: Server,
    private readonly secret: string,
  ) {}

  static async start(secret: string): Promise<RecordingIntegrator> {
    const server = createServer();
    const integrator = new RecordingIntegrator(server, secret);
    server.on('request', (request, response) => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        if (request.method === 'POST') {
          const body = JSON.parse(Buffer.concat(chunks).toString()) as RecordedCallback['body'];
          integrator.callbacks.push({
            at: Date.now(),
            query: url.searchParams,
            headers: request.headers,
            body,
          });
          const answer = integrator.answers.get(`${body.key} ${body.status}`)?.shift() ?? {
            status: 200,
            body: '{"error":0}',
          };
          response.writeHead(answer.status, { 'Content-Type': 'application/json' }).end(answer.body);
          return;
        }
        integrator.sourceRequests.push({ path: url.pathname, authorization: request.headers.authorization });
        const file = integrator.files.get(url.pathname);
        if (file) response.writeHead(200, { 'Content-Length': file.byteLength }).end(file);
        else response.writeHead(404).end('no such file');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return integrator;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Serves `content` and returns its address. */
  serve(path: string, content: Uint8Array): string {
    this.files.set(path, content);
    return this.url + path;
  }

  /** Answers to the next callbacks of this key and status, in order; afterwards `{"error":0}`. */
  answerNext(key: string, status: number, ...answers: { status: number; body: string }[]): void {
    this.answers.set(`${key} ${status}`, answers);
  }

  /** A signed editor configuration. */
  async config(options: {
    key: string;
    url: string;
    user?: string;
    mode?: 'edit' | 'view';
    callbackUrl?: string;
    fileType?: string;
    title?: string;
  }): Promise<Record<string, unknown>> {
    const user = options.user ?? 'u1';
    const config = {
      document: {
        key: options.key,
        url: options.url,
        fileType: options.fileType ?? 'docx',
        title: options.title ?? 'Report.docx',
      },
      documentType: 'word',
      editorConfig: {
        callbackUrl: options.callbackUrl ?? `${this.url}/callback?by=${user}`,
        mode: options.mode ?? 'edit',
        user: { id: user, name: user.toUpperCase() },
      },
    };
    return { ...config, token: await this.sign(config) };
  }

  async sign(payload: object, expiresIn = '5m'): Promise<string> {
    return new SignJWT({ ...payload })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuedAt()
      .setExpirationTime(expiresIn)
      .sign(new TextEncoder().encode(this.secret));
  }

  async verify(token: string): Promise<Record<string, unknown>> {
    return (await jwtVerify(token, new TextEncoder().encode(this.secret))).payload;
  }

  callbacksOf(key: string, status?: number): RecordedCallback[] {
    return this.callbacks.filter(
      (call) => call.body.key === key && (status === undefined || call.body.status === status),
    );
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
