import { outgoingAuthorization, type LinkSigner, type Tokens } from '#libs/auth';
import type { BlobStore } from '#libs/blob-store';
import type { Config } from '#libs/config';
import { DomainError } from '#libs/errors';
import { BLOB_STORE, CONFIG, LINK_SIGNER, TOKENS } from '#libs/platform';
import { Inject, Injectable } from '@nestjs/common';
import { isAxiosError } from 'axios';
import { setTimeout as pause } from 'node:timers/promises';
import { createAddressGuard, type AddressGuard } from '#libs/outgoing';
import { readBounded } from './bounded-body.js';
import {
  asDownloadFailure,
  downloadTimedOut,
  inMegabytes,
  tooLarge,
  wrongStatus,
} from './download-failures.js';
import { readOwnLink } from './own-links.js';
import { requestSource, type SourceResponse } from './source-request.js';

export interface Source {
  readonly url: string;
  /** the URL came inside a valid token */
  readonly isTrusted: boolean;
}

const OK = 200;
const PARTIAL = 206;

/** Fetches documents from integrators: guarded, bounded in size and time (contract/conversion-api.md section 7). */
@Injectable()
export class SourceDownloader {
  private readonly guard: AddressGuard;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(TOKENS) private readonly tokens: Tokens,
    @Inject(LINK_SIGNER) private readonly links: LinkSigner,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
  ) {
    this.guard = createAddressGuard(config);
  }

  /** @throws DomainError 'bad-request' | 'download-failed' | 'address-blocked' | 'too-large' */
  async download(source: Source, signal: AbortSignal): Promise<Buffer> {
    const url = webAddress(source.url);
    const { maxDownloadBytes, downloadAttemptMaxCount, downloadAttemptDelay } =
      this.config.FileConverter.converter;
    const own = await readOwnLink(url, this.links, this.blobs, maxDownloadBytes);
    if (own) return own;
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.attempt(url, source.isTrusted, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (attempt >= downloadAttemptMaxCount || !(error instanceof PassingFailure)) throw asReported(error);
        await pause(downloadAttemptDelay, undefined, { signal });
      }
    }
  }

  private async attempt(url: URL, isTrusted: boolean, jobSignal: AbortSignal): Promise<Buffer> {
    const { maxDownloadBytes, downloadTimeout } = this.config.FileConverter.converter;
    const wholeCycle = AbortSignal.timeout(downloadTimeout.wholeCycle);
    try {
      const response = await requestSource(url, {
        agents: this.guard.agentsFor(url, isTrusted),
        agentsAfterRedirect: this.guard.filtering,
        headers: isTrusted ? await outgoingAuthorization(this.config, this.tokens, { url: url.href }) : {},
        waitMs: downloadTimeout.connectionAndInactivity,
        signal: AbortSignal.any([jobSignal, wholeCycle]),
      });
      checkAnswer(response, url.host, maxDownloadBytes);
      return await readBounded(response.data, {
        host: url.host,
        maxBytes: maxDownloadBytes,
        silenceMs: downloadTimeout.connectionAndInactivity,
      });
    } catch (error) {
      if (error instanceof PassingFailure) throw error;
      if (wholeCycle.aborted) {
        throw downloadTimedOut(url.host, `it took longer than ${downloadTimeout.wholeCycle / 1000} s`, error);
      }
      if (isAxiosError(error) && (error.code === 'ECONNABORTED' || error.code === 'ETIMEDOUT')) {
        throw downloadTimedOut(url.host, 'it did not answer in time', error);
      }
      const failure = asDownloadFailure(error, url.host);
      throw error instanceof DomainError || failure.code !== 'download-failed'
        ? failure
        : new PassingFailure(failure);
    }
  }
}

/** A failure that the next attempt may not meet again. */
class PassingFailure extends Error {
  constructor(readonly failure: DomainError) {
    super(failure.message, { cause: failure });
  }
}

function asReported(error: unknown): unknown {
  return error instanceof PassingFailure ? error.failure : error;
}

function webAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new DomainError(
    'bad-request',
    'The address of the document must begin with http:// or https://. The integration has to correct document.url.',
  );
}

function checkAnswer(response: SourceResponse, host: string, maxBytes: number): void {
  const { status, statusText, headers, data } = response;
  const length = Number(headers['content-length'] ?? 0);
  if ((status === OK || status === PARTIAL) && !(length > maxBytes)) return;
  data.destroy();
  if (length > maxBytes && (status === OK || status === PARTIAL))
    throw tooLarge(`it has ${inMegabytes(length)}`, maxBytes);
  const failure = wrongStatus(host, status, statusText);
  const mayPass = status >= 500 || status === 408 || status === 429;
  throw mayPass ? new PassingFailure(failure) : failure;
}
