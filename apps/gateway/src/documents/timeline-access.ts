import { requestToken, type Tokens } from '#libs/auth';
import type { Config } from '#libs/config';
import { DomainError } from '#libs/errors';
import { CONFIG, TOKENS } from '#libs/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';

/** Places in which the tokens of the contract name the document they were made for. */
const tokenOfDocument = z.object({
  key: z.string().optional(),
  payload: z.object({ key: z.string().optional() }).optional(),
  document: z.object({ key: z.string().optional() }).optional(),
});

/** A timeline names people: while tokens are on, it is for those who hold a token of that document. */
@Injectable()
export class TimelineAccess {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(TOKENS) private readonly tokens: Tokens,
  ) {}

  /** @throws DomainError 'invalid-token' | 'token-expired' | 'not-allowed' */
  async check(request: IncomingMessage, documentKey: string): Promise<void> {
    if (!this.tokens.isInboxTokenRequired) return;
    const token = requestToken(this.config, request.headers);
    if (token === undefined) {
      throw new DomainError(
        'invalid-token',
        `This address needs a token in the header ${this.config.services.CoAuthoring.token.inbox.header}.`,
      );
    }
    if (!(await this.keysIn(token)).includes(documentKey)) {
      throw new DomainError('not-allowed', 'This token was made for another document.');
    }
  }

  /** An integrator's token or the one that a participant got when joining. */
  private async keysIn(token: string): Promise<(string | undefined)[]> {
    try {
      return [(await this.tokens.verifySession(token)).documentKey];
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const claims = tokenOfDocument.safeParse(await this.tokens.verifyInbox(token));
      if (!claims.success) return [];
      const { key, payload, document } = claims.data;
      return [key, payload?.key, document?.key];
    }
  }
}
