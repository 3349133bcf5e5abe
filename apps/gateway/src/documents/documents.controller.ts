import { documentTimeline, type ReplyOf } from '#libs/contracts';
import { DomainError } from '#libs/errors';
import { MessageClient } from '#libs/messaging';
import { isDocumentKey } from '#libs/protocol';
import { Controller, Get, Header, Inject, Param, Req } from '@nestjs/common';
import type { Request } from 'express';
import { TimelineAccess } from './timeline-access.js';

@Controller('api/documents')
export class DocumentsController {
  constructor(
    @Inject(MessageClient) private readonly messages: MessageClient,
    @Inject(TimelineAccess) private readonly access: TimelineAccess,
  ) {}

  @Get(':key/timeline')
  @Header('Cache-Control', 'no-store')
  async timeline(
    @Param('key') documentKey: string,
    @Req() request: Request,
  ): Promise<ReplyOf<typeof documentTimeline>> {
    if (!isDocumentKey(documentKey)) {
      throw new DomainError('bad-document-key', 'A document key has 1 to 128 letters, digits or -._=');
    }
    await this.access.check(request, documentKey);
    return this.messages.ask(documentTimeline, { documentKey });
  }
}
