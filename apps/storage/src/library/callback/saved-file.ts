import { BLOB_STORE, CONFIG, TOKENS } from '#libs/platform';
import type { Tokens } from '#libs/auth';
import type { BlobStore } from '#libs/blob-store';
import type { Config } from '#libs/config';
import { DomainError } from '#libs/errors';
import { createAddressGuard, type AddressGuard } from '#libs/outgoing';
import { Inject, Injectable } from '@nestjs/common';
import axios, { isAxiosError } from 'axios';
import { globalAgent as httpAgent } from 'node:http';
import { globalAgent as httpsAgent } from 'node:https';
import type { Readable } from 'node:stream';
import { byteSize } from '../content/byte-size.js';
import { checkContent, requireFileType } from '../content/check-content.js';
import { receiveContent, type ReceivedContent } from '../content/received-content.js';
import type { CallbackBody } from './callback-body.js';

/** what the document server's links look like, below whatever base address (contract/conversion-api.md section 8) */
const LINK_PATH = '/cache/files/data/';

/** Fetches the file that a callback offers and makes sure that it is what the callback says. */
@Injectable()
export class SavedFile {
  private readonly guard: AddressGuard;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(TOKENS) private readonly tokens: Tokens,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
  ) {
    this.guard = createAddressGuard(config);
  }

  /** @throws DomainError; `translation.retry` tells whether another delivery may succeed */
  async fetch(title: string, body: CallbackBody, fileType: string): Promise<ReceivedContent> {
    if (!body.url) throw new DomainError('bad-request', 'The callback has no url to fetch the file from.');
    const type = requireFileType(title, fileType);
    const source = await this.open(this.reachable(body.url));
    // a saved file may be larger than an upload, but not without bounds
    const limit = this.config.quire.library.maxUploadBytes * 2;
    const tooLarge = () =>
      new DomainError('too-large', `The saved file has more than ${byteSize(limit)}; it was not stored.`);
    try {
      const received = await receiveContent(this.blobs, source, limit, tooLarge);
      try {
        checkIntegrity(received, body);
        checkContent(title, type, received.content);
      } catch (error) {
        await this.blobs.remove(received.blob);
        throw error;
      }
      return received;
    } finally {
      source.destroy();
    }
  }

  /** The browser's address of the document server may not exist inside a container; the internal one does. */
  private reachable(url: string): string {
    const internal = this.config.quire.library.internalUrl.replace(/\/+$/, '');
    const at = url.indexOf(LINK_PATH);
    return internal === '' || at === -1 ? url : internal + url.slice(at);
  }

  private async open(url: string): Promise<Readable> {
    const { connectionAndInactivity, wholeCycle } = this.config.FileConverter.converter.downloadTimeout;
    try {
      const response = await axios.get<Readable>(url, {
        responseType: 'stream',
        timeout: connectionAndInactivity,
        signal: AbortSignal.timeout(wholeCycle),
        maxRedirects: 0,
        proxy: false,
        decompress: false,
        ...this.agents(url),
      });
      return response.data;
    } catch (cause) {
      throw new DomainError(
        'download-failed',
        `The saved file could not be fetched from the document server (${reasonOf(cause)}).`,
        { cause },
      );
    }
  }

  /** An address that no token vouches for must not lead into the private network. */
  private agents(url: string): object {
    if (this.tokens.isOutboxTokenSent || this.isOwnAddress(url)) return { httpAgent, httpsAgent };
    const { http, https } = this.guard.filtering;
    return { httpAgent: http, httpsAgent: https };
  }

  private isOwnAddress(url: string): boolean {
    const internal = this.config.quire.library.internalUrl;
    return internal !== '' && url.startsWith(internal);
  }
}

function reasonOf(cause: unknown): string {
  if (!isAxiosError(cause)) return String(cause);
  return cause.response ? `the answer was ${cause.response.status}` : (cause.code ?? cause.message);
}

/** A mismatch is most likely a transfer that broke off, so another delivery may succeed. */
function checkIntegrity({ content }: ReceivedContent, { quire }: CallbackBody): void {
  const isComplete =
    (quire?.size === undefined || quire.size === content.size) &&
    (quire?.sha256 === undefined || quire.sha256 === content.sha256);
  if (isComplete) return;
  throw new DomainError(
    'download-failed',
    `The saved file arrived damaged (${content.size} bytes, ${quire?.size ?? 'another checksum'} expected).`,
  );
}
