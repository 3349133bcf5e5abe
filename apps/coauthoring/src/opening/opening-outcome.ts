import { errors, type ErrorCode } from '#libs/errors';
import { DocumentRepository } from '#libs/persistence';
import type { ConversionOutcome } from '#libs/queues';
import { Injectable } from '@nestjs/common';
import { ReplicaLink } from '../changes/replica-link.js';
import { apply } from '../lifecycle/lifecycle.js';
import { Admission } from '../session/admission.js';

type OpenOutcome = Extract<ConversionOutcome, { kind: 'open' }>;

/** The converter has the editing master, or says why not. */
@Injectable()
export class OpeningOutcome {
  constructor(
    private readonly documents: DocumentRepository,
    private readonly admission: Admission,
    private readonly replicas: ReplicaLink,
  ) {}

  async take(outcome: OpenOutcome): Promise<void> {
    const { documentKey, token, result, failure } = outcome;
    await this.documents.locked(documentKey, async (tx) => {
      if (result) {
        const { masterBlob, masterDigest, documentType, originFormat } = result;
        const patch = { masterBlob, masterDigest, documentType, originFormat, failure: null };
        if (await apply(tx, 'converter-ok', { token, patch })) {
          await tx.addToTimeline('opened', { size: result.masterSize, originFormat });
        }
        return;
      }
      const problem = failure ?? { code: 'unknown', message: 'The document could not be opened.' };
      const isTemporary = problem.code in errors && errors[problem.code as ErrorCode].retry;
      const event = isTemporary ? 'opening-failed-for-now' : 'opening-failed';
      if (await apply(tx, event, { token, patch: { failure: problem } })) {
        await tx.addToTimeline('opening-failed', problem);
      }
    });
    await this.admission.look(documentKey);
    this.replicas.tell(documentKey, { type: 'look' });
  }
}
