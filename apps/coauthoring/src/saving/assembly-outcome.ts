import { DocumentRepository, type DocumentTransaction } from '#libs/persistence';
import type { AssembleResult, ConversionOutcome } from '#libs/queues';
import { Injectable } from '@nestjs/common';
import { Outbox } from '../callback/outbox.js';
import { apply, present } from '../lifecycle/lifecycle.js';
import { SaveDelay } from './save-delay.js';
import { SaveStates } from './save-states.js';

type AssembleOutcome = Extract<ConversionOutcome, { kind: 'assemble' }>;

/** `failure` of a document that waits in SAVING until an editor comes back, because nobody can be told. */
export const NOBODY_TO_TELL = 'nobody-to-tell';

/** The converter has assembled the file, or says why not. */
@Injectable()
export class AssemblyOutcome {
  constructor(
    private readonly documents: DocumentRepository,
    private readonly outbox: Outbox,
    private readonly saveDelay: SaveDelay,
    private readonly saveStates: SaveStates,
  ) {}

  async take(outcome: AssembleOutcome): Promise<void> {
    const { documentKey, token, result, failure } = outcome;
    await this.documents.locked(documentKey, async (tx) => {
      if (tx.document?.state !== 'saving' || tx.document.token !== token) return;
      // an editor is back: what was assembled is old (contract/save-pipeline.md, row 15a)
      if ((await tx.editors()).length > 0) return;
      if (result) await this.deliver(tx, result);
      else
        await this.reportFailure(
          tx,
          failure ?? { code: 'unknown', message: 'The file could not be assembled.' },
        );
    });
    await this.outbox.wake(documentKey);
    if (!result) {
      await this.saveDelay.ensureJob(documentKey);
      this.saveStates.tell(documentKey, {
        state: 'save-failed',
        reason: failure?.message ?? 'The file could not be assembled.',
      });
    }
  }

  private async deliver(tx: DocumentTransaction, result: AssembleResult): Promise<void> {
    // told already; the reconciler brings a result as long as its job is remembered
    if (present(tx).failure?.code === NOBODY_TO_TELL) return;
    const { throughSeq, sha256, size, partsUnchanged, partsTotal, rollback, fileType } = result;
    await tx.addToTimeline('assembled', {
      throughSeq,
      sha256,
      size,
      partsUnchanged,
      partsTotal,
      fileType,
      rollback,
    });
    if (!(await this.outbox.hasReceiver(tx))) {
      const message = 'The file is assembled, but no callbackUrl was given.';
      await tx.update({ failure: { code: NOBODY_TO_TELL, message } });
      await tx.addToTimeline(NOBODY_TO_TELL, {
        reason: 'no callbackUrl was given',
        fileBlob: result.fileBlob,
      });
      return;
    }
    if (await apply(tx, 'assembled', { patch: { assemblyAttempts: 0 } }))
      await this.outbox.addSaved(tx, result);
  }

  /** Changes are kept; the assembly is tried again; status 3 is sent once (contract/save-pipeline.md, row 18 [ours]). */
  private async reportFailure(
    tx: DocumentTransaction,
    failure: { code: string; message: string },
  ): Promise<void> {
    const { assemblyAttempts } = present(tx);
    await apply(tx, 'assembly-failed', { patch: { assemblyAttempts: assemblyAttempts + 1, failure } });
    await tx.update({ stateAt: new Date() });
    await tx.addToTimeline('assembly-failed', failure);
    if (assemblyAttempts === 0) await this.outbox.addSavingFailed(tx);
  }
}
