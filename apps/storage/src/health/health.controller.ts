import { BLOB_STORE } from '#libs/platform';
import type { BlobStore } from '#libs/blob-store';
import { isDomainError } from '#libs/errors';
import { LibraryFileRepository } from '#libs/persistence';
import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import type { Response } from 'express';

interface Readiness {
  readonly status: 'ready' | 'unavailable';
  readonly database: string;
  readonly blobStore: string;
}

const OK = 'ok';

@Controller()
export class HealthController {
  constructor(
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
    private readonly files: LibraryFileRepository,
  ) {}

  @Get('healthz')
  @Header('Content-Type', 'text/plain; charset=utf-8')
  alive(): string {
    return 'ok';
  }

  @Get('readyz')
  async ready(@Res({ passthrough: true }) response: Response): Promise<Readiness> {
    const [database, blobStore] = await Promise.all([
      stateOf(() => this.files.ping()),
      stateOf(() => this.askBlobStore()),
    ]);
    const isReady = database === OK && blobStore === OK;
    if (!isReady) response.status(503);
    return { status: isReady ? 'ready' : 'unavailable', database, blobStore };
  }

  /** Asks for a blob that does not exist: "not found" is the answer of a store that works. */
  private async askBlobStore(): Promise<void> {
    try {
      const { stream } = await this.blobs.open('readiness');
      stream.destroy();
    } catch (error) {
      if (!isDomainError(error) || error.code !== 'not-found') throw error;
    }
  }
}

async function stateOf(check: () => Promise<unknown>): Promise<string> {
  try {
    await check();
    return OK;
  } catch {
    // the reason may name internal addresses; the log of the failing part has it
    return 'not reachable';
  }
}
