import type { BlobStore } from '#libs/blob-store';
import { BLOB_STORE, Queues } from '#libs/platform';
import { conversionQueue } from '#libs/queues';
import { Controller, Get, HttpStatus, Inject, Res } from '@nestjs/common';
import type { Response } from 'express';
import { setTimeout as pause } from 'node:timers/promises';

const WAIT_MS = 2_000;

@Controller()
export class HealthController {
  constructor(
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
    @Inject(Queues) private readonly queues: Queues,
  ) {}

  @Get('healthz')
  alive(): string {
    return 'ok';
  }

  @Get('readyz')
  async ready(
    @Res({ passthrough: true }) response: Response,
  ): Promise<{ parts: { name: string; isReady: boolean }[] }> {
    const parts = await Promise.all([
      part('queue', () => this.queues.of(conversionQueue).bull.getActiveCount()),
      part('file store', () => this.blobs.has('health/converter')),
    ]);
    response.status(parts.every(({ isReady }) => isReady) ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
    return { parts };
  }
}

async function part(name: string, ask: () => Promise<unknown>): Promise<{ name: string; isReady: boolean }> {
  const late = new AbortController();
  try {
    const answer = ask().then(() => true);
    return { name, isReady: await Promise.race([answer, pause(WAIT_MS, false, { signal: late.signal })]) };
  } catch {
    return { name, isReady: false };
  } finally {
    late.abort();
  }
}
