import { DocumentRepository } from '#libs/persistence';
import { Controller, Get, Res } from '@nestjs/common';
import type { Response } from 'express';

@Controller()
export class HealthController {
  constructor(private readonly documents: DocumentRepository) {}

  @Get('healthz')
  alive(): string {
    return 'ok';
  }

  @Get('readyz')
  async ready(@Res() response: Response): Promise<void> {
    const isReady = await this.documents.isReachable();
    response.status(isReady ? 200 : 503).json({ database: isReady ? 'ready' : 'down' });
  }
}
