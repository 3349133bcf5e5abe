import type { Config } from '#libs/config';
import { CONFIG, Queues } from '#libs/platform';
import { DocumentRepository, type DocumentEntity } from '#libs/persistence';
import { saveDelayJobId, saveDelayQueue, type JobQueue } from '#libs/queues';
import { Inject, Injectable } from '@nestjs/common';

/** A failed assembly is tried again after 1, 2, 4 … minutes, at most this. */
const LONGEST_PAUSE_MS = 60 * 60 * 1000;
const FIRST_PAUSE_MS = 60 * 1000;

/** The quiet time between the last leave and the assembly. */
@Injectable()
export class SaveDelay {
  private readonly queue: JobQueue<typeof saveDelayQueue>;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    queues: Queues,
    private readonly documents: DocumentRepository,
  ) {
    this.queue = queues.of(saveDelayQueue);
  }

  /** Makes sure that the job for the current state exists; nothing when the key is not waiting for its save. */
  async ensureJob(documentKey: string): Promise<void> {
    const document = await this.documents.find(documentKey);
    if (document?.state === 'saving') await this.ensureJobOf(document);
  }

  async ensureJobOf(document: DocumentEntity): Promise<void> {
    const due = document.stateAt.getTime() + this.pauseOf(document);
    await this.queue.add(
      { documentKey: document.key, token: document.token },
      { jobId: jobIdOf(document), delay: Math.max(0, due - Date.now()) },
    );
  }

  async jobState(document: DocumentEntity): Promise<string> {
    return (await this.queue.look(jobIdOf(document))).state;
  }

  private pauseOf({ assemblyAttempts }: DocumentEntity): number {
    if (assemblyAttempts === 0) return this.config.services.CoAuthoring.server.savetimeoutdelay;
    return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (assemblyAttempts - 1));
  }
}

function jobIdOf(document: DocumentEntity): string {
  return `${saveDelayJobId(document.token)}-${document.assemblyAttempts}`;
}
