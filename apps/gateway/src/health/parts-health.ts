import type { BlobStore } from '#libs/blob-store';
import { describeConverter } from '#libs/contracts';
import { MessageClient } from '#libs/messaging';
import { BLOB_STORE, type Upstream } from '#libs/platform';
import { Inject, Injectable } from '@nestjs/common';
import { UPSTREAMS, type Upstreams } from '../upstreams/upstreams.module.js';
import { askUpstream } from './ask-upstream.js';
import { productVersion } from './product-version.js';

export interface PartHealth {
  readonly name: string;
  readonly state: 'ready' | 'degraded' | 'down';
  readonly detail: string;
}

const WAIT_MS = 3_000;
const PROBE_BLOB = 'health/gateway';

/** How the parts of the product stand, each asked the way that traffic goes. */
@Injectable()
export class PartsHealth {
  readonly version = productVersion();

  constructor(
    @Inject(UPSTREAMS) private readonly upstreams: Upstreams,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
    @Inject(MessageClient) private readonly messages: MessageClient,
  ) {}

  all(): Promise<PartHealth[]> {
    return Promise.all([this.coauthoring(), this.storage(), this.converter(), this.fileStore()]);
  }

  coauthoring(): Promise<PartHealth> {
    return readiness('coauthoring', this.upstreams.coauthoring);
  }

  storage(): Promise<PartHealth> {
    return readiness('storage', this.upstreams.storage);
  }

  /** Documents of our own format open without LibreOffice: without it the converter is degraded, not down. */
  async converter(): Promise<PartHealth> {
    try {
      const { engines } = await this.messages.ask(describeConverter, {}, WAIT_MS);
      const missing = engines.filter((engine) => !engine.isAvailable);
      const shown = missing.length > 0 ? missing : engines;
      return {
        name: 'converter',
        state: missing.length > 0 ? 'degraded' : 'ready',
        detail: shown.map((engine) => `${engine.name}: ${engine.detail}`).join('; '),
      };
    } catch {
      return { name: 'converter', state: 'down', detail: 'does not answer' };
    }
  }

  async fileStore(): Promise<PartHealth> {
    try {
      await this.blobs.put(PROBE_BLOB, new TextEncoder().encode('written to see that writing works\n'));
      await this.blobs.get(PROBE_BLOB);
      return { name: 'file store', state: 'ready', detail: 'can be written and read' };
    } catch {
      return { name: 'file store', state: 'down', detail: 'cannot be written' };
    }
  }
}

async function readiness(name: string, upstream: Upstream): Promise<PartHealth> {
  try {
    const status = await askUpstream(upstream, '/readyz', WAIT_MS);
    if (status === 200) return { name, state: 'ready', detail: 'serves' };
    return { name, state: 'down', detail: `is not ready (answer ${status})` };
  } catch {
    return { name, state: 'down', detail: 'does not answer' };
  }
}
