import { CONFIG, TOKENS } from '#libs/platform';
import type { Tokens } from '#libs/auth';
import type { Config } from '#libs/config';
import { toDomainError } from '#libs/errors';
import { inContext } from '#libs/observability';
import { Controller, HttpCode, Inject, Logger, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { parseInput, readJson } from '../request-input.js';
import { callbackBody } from './callback-body.js';
import { trustedFields } from './callback-token.js';
import { CallbackService } from './callback.service.js';

/** a history of many thousand runs of changes */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

/**
 * The library's callback handler. `{"error":0}` means stored. A failure that may pass (network, disk, database) is
 * answered with its HTTP status, so that the server tries again; one that will not pass with 200 and `{"error":1}`.
 */
@Controller('api/library/callback')
export class CallbackController {
  private readonly logger = new Logger(CallbackController.name);

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(TOKENS) private readonly tokens: Tokens,
    private readonly callbacks: CallbackService,
  ) {}

  @Post()
  @HttpCode(200)
  async receive(
    @Query('file') fileId: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<{ error: 0 | 1; message?: string }> {
    try {
      const plain = await readJson(request, MAX_BODY_BYTES);
      const fields = await trustedFields(this.config, this.tokens, request.headers, plain);
      const body = parseInput(callbackBody, fields);
      await inContext({ documentKey: body.key }, () => this.callbacks.handle(String(fileId), body));
      return { error: 0 };
    } catch (error) {
      const { code, message, translation, cause } = toDomainError(error);
      this.logger.warn(
        `a callback was not accepted: ${message}`,
        cause instanceof Error ? cause.stack : undefined,
      );
      const isForged = code === 'invalid-token' || code === 'token-expired';
      const mayPass = translation.retry || code === 'unknown';
      response.status(isForged ? 403 : mayPass ? Math.max(500, translation.http) : 200);
      return { error: 1, message };
    }
  }
}
