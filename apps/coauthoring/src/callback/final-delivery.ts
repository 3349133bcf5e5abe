import { DocumentRepository, type DeliveryEntity } from '#libs/persistence';
import { Injectable } from '@nestjs/common';
import { apply, present } from '../lifecycle/lifecycle.js';
import { SaveStates } from '../saving/save-states.js';

/** What the delivery of a finished file means for the state of its key. */
@Injectable()
export class FinalDelivery {
  constructor(
    private readonly documents: DocumentRepository,
    private readonly saveStates: SaveStates,
  ) {}

  /**
   * A final delivery may go out while its save is current: at once after the assembly (DELIVERING), or as a retry out
   * of SAVING, when nobody came back meanwhile. Every other delivery may always go out.
   */
  async mayStart(delivery: DeliveryEntity): Promise<boolean> {
    if (delivery.status !== 2) return true;
    return this.documents.locked(delivery.key, async (tx) => {
      if (tx.document?.token !== delivery.token) return false;
      if (tx.document.state === 'delivering') return true;
      const hasEditor = (await tx.editors()).length > 0;
      if (hasEditor || !(await apply(tx, 'assembled'))) return false;
      await tx.bindDelivery(delivery.id);
      delivery.token = tx.document.token;
      return true;
    });
  }

  /** The integrator has the file: the key is closed for editing, its changes are part of the file. */
  async acknowledged(delivery: DeliveryEntity): Promise<void> {
    const isSaved = await this.documents.locked(delivery.key, async (tx) => {
      const patch = { savedAt: new Date(), lastSeq: 0, changesBytes: 0, failure: null };
      if (!(await apply(tx, 'acknowledged', { token: delivery.token ?? '', patch }))) return false;
      await tx.forgetChanges(present(tx).generation);
      await tx.addToTimeline('delivered', { deliveryId: delivery.id, attempts: delivery.attempts });
      return true;
    });
    if (isSaved) this.saveStates.tell(delivery.key, { state: 'saved', ...throughSeqOf(delivery) });
  }

  /** Back to SAVING: an editor may enter, the file waits for the next attempt. */
  async failed(delivery: DeliveryEntity, problem: string): Promise<void> {
    await this.documents.locked(delivery.key, async (tx) => {
      const patch = { failure: { code: 'callback-failed', message: problem } };
      if (!(await apply(tx, 'delivery-failed', { token: delivery.token ?? '', patch }))) return;
      await tx.bindDelivery(delivery.id);
      await tx.addToTimeline('delivery-failed', {
        deliveryId: delivery.id,
        attempt: delivery.attempts,
        problem,
      });
    });
    this.saveStates.tell(delivery.key, { state: 'save-failed', reason: problem });
  }
}

function throughSeqOf(delivery: DeliveryEntity): { throughSeq?: number } {
  const { throughSeq } = (delivery.body['quire'] ?? {}) as { throughSeq?: number };
  return throughSeq === undefined ? {} : { throughSeq };
}
