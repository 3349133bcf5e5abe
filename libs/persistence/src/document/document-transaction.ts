import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { ChangeEntity } from '../change/change.entity.js';
import { SnapshotEntity } from '../change/snapshot.entity.js';
import { DeliveryEntity } from '../delivery/delivery.entity.js';
import { TimelineEventEntity } from '../timeline/timeline-event.entity.js';
import { CallbackRegistrationEntity } from './callback-registration.entity.js';
import { DocumentEntity, type DocumentState } from './document.entity.js';
import { ParticipantEntity } from './participant.entity.js';

export type DocumentPatch = Partial<Omit<DocumentEntity, 'key' | 'state' | 'token'>>;
export type NewDelivery = Pick<
  DeliveryEntity,
  'generation' | 'token' | 'status' | 'url' | 'isTrustedUrl' | 'body' | 'fileBlob'
>;

/** The rows of one key while its document row is locked. */
export class DocumentTransaction {
  constructor(
    private readonly manager: EntityManager,
    private readonly key: string,
    /** as it was when the lock was taken; `moveTo` and `update` bring it up to date */
    public document: DocumentEntity | null,
  ) {}

  /**
   * Compare-and-set on (state, token): true when the document stood at exactly this point. The new token makes every
   * timer, job and retry of the old state void.
   */
  async moveTo(
    from: { state: DocumentState; token: string },
    to: DocumentState,
    patch: DocumentPatch = {},
  ): Promise<boolean> {
    const change = { ...patch, state: to, token: randomUUID(), stateAt: new Date() };
    const result = await this.manager
      .getRepository(DocumentEntity)
      .update({ key: this.key, state: from.state, token: from.token }, change);
    if (result.affected !== 1) return false;
    if (this.document) Object.assign(this.document, change);
    return true;
  }

  async update(patch: DocumentPatch): Promise<void> {
    await this.manager.getRepository(DocumentEntity).update({ key: this.key }, patch);
    if (this.document) Object.assign(this.document, patch);
  }

  async addParticipant(participant: Omit<ParticipantEntity, 'key' | 'joinedAt' | 'seenAt'>): Promise<void> {
    await this.manager.getRepository(ParticipantEntity).insert({ ...participant, key: this.key });
  }

  /** The removed participant, or null when it had been replaced or expired. */
  async removeParticipant(connectionId: string): Promise<ParticipantEntity | null> {
    const repository = this.manager.getRepository(ParticipantEntity);
    const found = await repository.findOneBy({ connectionId, key: this.key });
    if (found) await repository.delete({ connectionId });
    return found;
  }

  async participantOfClient(clientId: string): Promise<ParticipantEntity | null> {
    return this.manager.getRepository(ParticipantEntity).findOneBy({ key: this.key, clientId });
  }

  async editors(): Promise<ParticipantEntity[]> {
    return this.manager
      .getRepository(ParticipantEntity)
      .find({ where: { key: this.key, canEdit: true }, order: { index: 'ASC' } });
  }

  async registerCallback(registration: Omit<CallbackRegistrationEntity, 'key'>): Promise<void> {
    await this.manager.getRepository(CallbackRegistrationEntity).save({ ...registration, key: this.key });
  }

  /** contract/callback.md section 4: the URL of that connection, else the last one registered. */
  async callbackOf(index: number | null): Promise<CallbackRegistrationEntity | null> {
    const repository = this.manager.getRepository(CallbackRegistrationEntity);
    const own = index === null ? null : await repository.findOneBy({ key: this.key, index });
    return own ?? repository.findOne({ where: { key: this.key }, order: { index: 'DESC' } });
  }

  /** The last stored change of the current generation, without its payload. */
  async lastChange(
    throughSeq: number,
  ): Promise<Pick<ChangeEntity, 'authorIndex' | 'userId' | 'userName' | 'at'> | null> {
    const generation = this.document?.generation;
    if (generation === undefined) return null;
    return this.manager.getRepository(ChangeEntity).findOne({
      select: {
        key: true,
        generation: true,
        seq: true,
        authorIndex: true,
        userId: true,
        userName: true,
        at: true,
      },
      where: { key: this.key, generation, seq: throughSeq },
    });
  }

  async deliver(delivery: NewDelivery): Promise<string> {
    const id = randomUUID();
    await this.manager
      .getRepository(DeliveryEntity)
      .insert({ ...delivery, body: delivery.body as object, id, key: this.key, outcome: 'waiting' });
    return id;
  }

  /** The delivery belongs to the state as it is now. */
  async bindDelivery(id: string): Promise<void> {
    await this.manager.getRepository(DeliveryEntity).update({ id }, { token: this.document?.token ?? null });
  }

  /** Final deliveries of an earlier attempt are void once editing goes on. */
  async abandonFinalDeliveries(): Promise<void> {
    await this.manager.query(
      `UPDATE delivery SET outcome = 'abandoned' WHERE key = $1 AND outcome IN ('waiting', 'parked') AND status IN (2, 3)`,
      [this.key],
    );
  }

  /** After an acknowledged save: the changes are in the integrator's file. */
  async forgetChanges(generation: number): Promise<void> {
    await this.manager.getRepository(ChangeEntity).delete({ key: this.key, generation });
    await this.manager.getRepository(SnapshotEntity).delete({ key: this.key, generation });
    await this.manager.getRepository(CallbackRegistrationEntity).delete({ key: this.key });
  }

  async addToTimeline(step: string, detail: Record<string, unknown> = {}): Promise<void> {
    await this.manager.getRepository(TimelineEventEntity).insert({
      key: this.key,
      generation: this.document?.generation ?? 0,
      step,
      detail: detail as object,
    });
  }
}
