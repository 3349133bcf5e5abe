import { BLOB_STORE, CONFIG } from '#libs/platform';
import type { BlobStore } from '#libs/blob-store';
import type { Config } from '#libs/config';
import { LibraryFileRepository } from '#libs/persistence';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';

const SWEEP_EVERY_MS = 60 * 60 * 1000;

/** Forgets for good what has been in the trash longer than `quire.library.trashFor`. */
@Injectable()
export class TrashSweeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(TrashSweeper.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
    private readonly files: LibraryFileRepository,
  ) {}

  onApplicationBootstrap(): void {
    const sweep = () => {
      this.sweep().catch((error: unknown) =>
        this.logger.error(`emptying the trash failed: ${String(error)}`),
      );
    };
    this.timer = setInterval(sweep, SWEEP_EVERY_MS);
    sweep();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  async sweep(now = Date.now()): Promise<void> {
    const expired = await this.files.expiredInTrash(new Date(now - this.config.quire.library.trashFor));
    if (expired.length === 0) return;
    for (const blob of await this.files.remove(expired)) await this.blobs.remove(blob);
    this.logger.log(`removed ${expired.length} documents from the trash for good`);
  }
}
