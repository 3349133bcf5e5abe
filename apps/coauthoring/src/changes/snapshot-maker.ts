import type { Config } from '#libs/config';
import { CONFIG } from '#libs/platform';
import { ChangeRepository } from '#libs/persistence';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Worker } from 'node:worker_threads';
import type { EditingSession } from '../session/editing-session.js';

const NO_LIMIT = 2_147_483_647;

/** Merges a long tail of changes into one update for the next joiners, in a worker, never on the socket path. */
@Injectable()
export class SnapshotMaker {
  private readonly logger = new Logger(SnapshotMaker.name);
  private readonly busy = new Set<EditingSession>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly changes: ChangeRepository,
  ) {}

  considerAfter(session: EditingSession, tailLength: number): void {
    if (tailLength < this.config.quire.relay.compactAfterChanges || this.busy.has(session)) return;
    this.busy.add(session);
    this.make(session)
      .catch((error: unknown) => this.logger.error(`no snapshot of ${session.documentKey}: ${String(error)}`))
      .finally(() => this.busy.delete(session));
  }

  private async make(session: EditingSession): Promise<void> {
    const { documentKey, generation } = session;
    const snapshot = await this.changes.snapshot(documentKey, generation);
    const rows = await this.changes.page(
      documentKey,
      generation,
      snapshot?.throughSeq ?? 0,
      NO_LIMIT,
      NO_LIMIT,
    );
    const throughSeq = rows.at(-1)?.seq;
    if (throughSeq === undefined) return;
    const updates = [...(snapshot ? [snapshot.payload] : []), ...rows.map((row) => row.payload)];
    await this.changes.saveSnapshot(documentKey, generation, throughSeq, await mergeInWorker(updates));
  }
}

function mergeInWorker(updates: readonly Uint8Array[]): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./merge-updates.worker.js', import.meta.url), { workerData: updates });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the merge worker ended with ${code}`)));
  });
}
