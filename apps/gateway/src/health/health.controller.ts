import { Controller, Get, Header, HttpStatus, Inject, Res } from '@nestjs/common';
import type { Response } from 'express';
import { PartsHealth, type PartHealth } from './parts-health.js';

@Controller()
export class HealthController {
  constructor(@Inject(PartsHealth) private readonly parts: PartsHealth) {}

  @Get('healthz')
  alive(): string {
    return 'ok';
  }

  /** Only what the gateway itself cannot do without; an app that is down must not take the pages down with it. */
  @Get('readyz')
  async ready(@Res({ passthrough: true }) response: Response): Promise<{ parts: PartHealth[] }> {
    const files = await this.parts.fileStore();
    response.status(files.state === 'ready' ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
    return { parts: [files] };
  }

  /** contract/conversion-api.md section 9: integrators compare the body with `true`; the status is always 200. */
  @Get('healthcheck')
  @Header('Content-Type', 'text/plain; charset=utf-8')
  @Header('Cache-Control', 'no-store')
  async healthcheck(): Promise<string> {
    const parts = await Promise.all([this.parts.fileStore(), this.parts.coauthoring(), this.parts.storage()]);
    return String(parts.every((part) => part.state === 'ready'));
  }

  @Get('api/status')
  @Header('Cache-Control', 'no-store')
  async status(): Promise<{ version: string; parts: PartHealth[] }> {
    return { version: this.parts.version, parts: await this.parts.all() };
  }
}
