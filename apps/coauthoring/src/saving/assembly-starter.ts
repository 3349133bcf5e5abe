import { blobNames, type BlobStore } from '#libs/blob-store';
import { encodeChangeLog, type LoggedChange } from '#libs/change-log';
import type { Config } from '#libs/config';
import { BLOB_STORE, CONFIG, Queues } from '#libs/platform';
import { ChangeRepository, DocumentRepository, type DocumentEntity } from '#libs/persistence';
import {
  conversionJobId,
  conversionPriority,
  conversionQueue,
  saveDelayQueue,
  type JobQueue,
} from '#libs/queues';
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';

const DELAY_WORKERS = 20;

/** When the save delay is over: hands master and changes to the converter. */
@Injectable()
export class AssemblyStarter implements OnApplicationBootstrap {
  private readonly logger = new Logger(AssemblyStarter.name);
  private readonly conversions: JobQueue<typeof conversionQueue>;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
    private readonly queues: Queues,
    private readonly documents: DocumentRepository,
    private readonly changes: ChangeRepository,
  ) {
    this.conversions = queues.of(conversionQueue);
  }

  onApplicationBootstrap(): void {
    this.queues.work(saveDelayQueue, { concurrency: DELAY_WORKERS }, async ({ documentKey, token }) => ({
      started: await this.start(documentKey, token),
    }));
  }

  /** False when somebody came back meanwhile, or when the save was started by another timer. */
  async start(documentKey: string, token: string): Promise<boolean> {
    const document = await this.current(documentKey, token);
    if (!document || document.masterBlob === null) return false;
    const log = await this.readLog(document);
    if (!log) return false;
    const changesBlob = blobNames.changes(documentKey, token);
    await this.blobs.put(changesBlob, encodeChangeLog(log));
    await this.conversions.add(
      {
        kind: 'assemble',
        documentKey,
        token,
        generation: document.generation,
        masterBlob: document.masterBlob,
        changesBlob,
        throughSeq: log.at(-1)?.seq ?? 0,
        documentType: document.documentType ?? 'word',
        originFormat: document.originFormat,
        asOrigin: this.config.services.CoAuthoring.server.assemblyFormatAsOrigin,
      },
      { jobId: assembleJobId(document), priority: conversionPriority.finalSave },
    );
    this.logger.log({ message: 'assembly queued', documentKey, changes: log.length });
    return true;
  }

  /** null when the save became void while the changes were read (contract/save-pipeline.md, row 14). */
  private async readLog(document: DocumentEntity): Promise<LoggedChange[] | null> {
    const page = this.config.services.CoAuthoring.server.maxRequestChanges;
    const log: LoggedChange[] = [];
    for (;;) {
      const after = log.at(-1)?.seq ?? 0;
      const rows = await this.changes.page(document.key, document.generation, after, document.lastSeq, page);
      for (const { seq, userId, userName, at, payload } of rows) {
        log.push({ seq, userId, userName, at: at.getTime(), update: payload });
      }
      if (rows.length < page) return log;
      if (!(await this.current(document.key, document.token))) return null;
    }
  }

  private async current(documentKey: string, token: string): Promise<DocumentEntity | null> {
    const document = await this.documents.find(documentKey);
    return document?.state === 'saving' && document.token === token ? document : null;
  }
}

/** One job per attempt, so that a failed attempt can be repeated while the state stays the same. */
export function assembleJobId(document: Pick<DocumentEntity, 'token' | 'assemblyAttempts'>): string {
  return `${conversionJobId.assemble(document.token)}-${document.assemblyAttempts}`;
}
