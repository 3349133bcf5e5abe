import { Queues } from '#libs/platform';
import type { DocumentEntity } from '#libs/persistence';
import { conversionJobId, conversionPriority, conversionQueue, type JobQueue } from '#libs/queues';
import { Injectable } from '@nestjs/common';

/** Asks the converter for the editing master of a document. */
@Injectable()
export class OpeningJobs {
  private readonly queue: JobQueue<typeof conversionQueue>;

  constructor(queues: Queues) {
    this.queue = queues.of(conversionQueue);
  }

  /** Adding it again has no effect: the job's id is the token of the state. */
  async ensureJob(document: DocumentEntity): Promise<void> {
    await this.queue.add(
      {
        kind: 'open',
        documentKey: document.key,
        token: document.token,
        url: document.sourceUrl,
        isTrustedUrl: document.isSourceTrusted,
        fileType: document.originFormat,
      },
      { jobId: conversionJobId.open(document.token), priority: conversionPriority.open },
    );
  }
}
