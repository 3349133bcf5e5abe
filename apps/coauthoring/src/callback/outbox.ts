import { Queues } from '#libs/platform';
import type { DocumentTransaction } from '#libs/persistence';
import { callbackQueue, type AssembleResult, type JobQueue } from '#libs/queues';
import { Injectable } from '@nestjs/common';
import { present } from '../lifecycle/lifecycle.js';

export interface Action {
  readonly type: 0 | 1 | 2;
  readonly userid: string;
}

/** Puts callbacks into the outbox, in the database transaction of what caused them (contract/callback.md). */
@Injectable()
export class Outbox {
  private readonly queue: JobQueue<typeof callbackQueue>;

  constructor(queues: Queues) {
    this.queue = queues.of(callbackQueue);
  }

  /** Somebody joined or left while others edit: status 1. */
  async addEditing(tx: DocumentTransaction, index: number, action: Action): Promise<void> {
    const users = [...new Set((await tx.editors()).map((editor) => editor.userId))];
    await this.add(tx, 1, index, { users, actions: [action] });
  }

  /** The last editor left and nothing was changed: status 4. */
  async addClosedUnchanged(tx: DocumentTransaction, index: number, action: Action): Promise<void> {
    await this.add(tx, 4, index, { actions: [action] });
  }

  async hasReceiver(tx: DocumentTransaction): Promise<boolean> {
    return (await tx.callbackOf(null)) !== null;
  }

  /** The assembled file: status 2, to the URL of the author of the last change in it. */
  async addSaved(tx: DocumentTransaction, result: AssembleResult): Promise<void> {
    const { sha256, size, throughSeq, partsUnchanged, partsTotal, rollback, fileType, fileBlob } = result;
    const last = await tx.lastChange(throughSeq);
    const quire = { sha256, size, throughSeq, partsUnchanged, partsTotal, ...(rollback ? { rollback } : {}) };
    const body = { ...savedBy(tx, last), notmodified: false, filetype: fileType, quire };
    await this.add(tx, 2, last?.authorIndex ?? null, body, fileBlob);
  }

  /** The assembly failed: status 3. */
  async addSavingFailed(tx: DocumentTransaction): Promise<void> {
    const last = await tx.lastChange(present(tx).lastSeq);
    await this.add(tx, 3, last?.authorIndex ?? null, { ...savedBy(tx, last), notmodified: false });
  }

  /** Looks at the outbox of the key now; also when a delivery is due later. */
  async wake(documentKey: string, delay = 0): Promise<void> {
    await this.queue.add({ documentKey }, { delay });
  }

  private async add(
    tx: DocumentTransaction,
    status: number,
    index: number | null,
    body: Record<string, unknown>,
    fileBlob: string | null = null,
  ): Promise<void> {
    const receiver = await tx.callbackOf(index);
    if (!receiver) return;
    const { generation, token } = present(tx);
    const isFinal = status === 2 || status === 3;
    await tx.deliver({
      generation,
      token: isFinal ? token : null,
      status,
      url: receiver.url,
      isTrustedUrl: receiver.isTrusted,
      body,
      fileBlob,
    });
  }
}

/** Fields of statuses 2 and 3 that say whose changes they are and who left last. */
function savedBy(
  tx: DocumentTransaction,
  last: { userId: string; at: Date } | null,
): Record<string, unknown> {
  const { lastLeaver } = present(tx);
  return {
    users: last ? [last.userId] : [],
    ...(lastLeaver === null ? {} : { actions: [{ type: 0, userid: lastLeaver } satisfies Action] }),
    ...(last ? { lastsave: last.at.toISOString() } : {}),
  };
}
