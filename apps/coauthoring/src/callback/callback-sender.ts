import type { LinkSigner, Tokens } from '#libs/auth';
import type { Config } from '#libs/config';
import { createAddressGuard, type AddressGuard } from '#libs/outgoing';
import { CONFIG, LINK_SIGNER, TOKENS } from '#libs/platform';
import type { DeliveryEntity, DocumentEntity } from '#libs/persistence';
import { Inject, Injectable } from '@nestjs/common';
import axios, { isAxiosError } from 'axios';
import { callbackRequest } from './callback-request.js';
import type { Answer } from './retry-rules.js';

/** More of an answer is not kept. */
const ANSWER_LIMIT = 2048;
const LARGEST_ANSWER = 1024 * 1024;

/** Sends one callback and reports what came back; never throws because of the other side. */
@Injectable()
export class CallbackSender {
  private readonly guard: AddressGuard;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(TOKENS) private readonly tokens: Tokens,
    @Inject(LINK_SIGNER) private readonly links: LinkSigner,
  ) {
    this.guard = createAddressGuard(config);
  }

  async send(delivery: DeliveryEntity, document: DocumentEntity): Promise<Answer> {
    const { headers, body } = await callbackRequest(delivery, document, {
      config: this.config,
      tokens: this.tokens,
      links: this.links,
    });
    const { connectionAndInactivity, wholeCycle } =
      this.config.services.CoAuthoring.server.callbackRequestTimeout;
    try {
      const agents = this.guard.agentsFor(new URL(delivery.url), delivery.isTrustedUrl);
      const response = await axios.post<string>(delivery.url, body, {
        httpAgent: agents.http,
        httpsAgent: agents.https,
        // a redirect could lead where the guard would not
        maxRedirects: 0,
        headers: { ...headers, 'Content-Type': 'application/json' },
        timeout: connectionAndInactivity,
        signal: AbortSignal.timeout(wholeCycle),
        responseType: 'text',
        transformResponse: (text: string) => text,
        maxContentLength: LARGEST_ANSWER,
        validateStatus: () => true,
        proxy: false,
      });
      return { httpStatus: response.status, body: (response.data ?? '').slice(0, ANSWER_LIMIT), error: null };
    } catch (error) {
      const reason = isAxiosError(error) ? (error.code ?? error.message) : String(error);
      return { httpStatus: null, body: '', error: reason };
    }
  }
}
