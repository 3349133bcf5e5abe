import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { randomUUID } from 'node:crypto';
import { DataSource, In } from 'typeorm';
import { DeliveryAttemptEntity, DeliveryEntity, type DeliveryOutcome } from './delivery.entity.js';

export interface AttemptRecord {
  readonly httpStatus: number | null;
  readonly answer: string | null;
  readonly error: string | null;
  readonly durationMs: number;
}

/** The outbox: callbacks that wait, one ordered row of them per key. */
@Injectable()
export class DeliveryRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /**
   * Takes the first waiting delivery of the key for sending. Null when there is none, when it is not due yet (a job may come a few ms early) or when
   * another replica sends it: deliveries of one key never overtake each other.
   */
  async claimFirst(key: string, replicaId: string, leaseMs: number): Promise<DeliveryEntity | null> {
    const [rows] = await this.dataSource.query<[{ id: string }[], number]>(
      `UPDATE delivery SET claimed_by = $2, claimed_until = now() + make_interval(secs => $3), attempts = attempts + 1
       WHERE id = (SELECT id FROM delivery WHERE key = $1 AND outcome IN ('waiting', 'parked') ORDER BY position LIMIT 1)
         AND next_try_at <= now() + interval '100 ms' AND (claimed_until IS NULL OR claimed_until < now())
       RETURNING id`,
      [key, replicaId, leaseMs / 1000],
    );
    const id = rows[0]?.id;
    return id === undefined ? null : this.dataSource.getRepository(DeliveryEntity).findOneBy({ id });
  }

  async settle(id: string, outcome: Exclude<DeliveryOutcome, 'waiting' | 'parked'>): Promise<void> {
    await this.release(id, { outcome });
  }

  /** Puts a delivery back; it is tried again after `pauseMs`, measured by the database's clock. */
  async postpone(id: string, outcome: 'waiting' | 'parked', pauseMs: number): Promise<void> {
    await this.release(id, { outcome, nextTryAt: () => `now() + make_interval(secs => ${pauseMs / 1000})` });
  }

  async recordAttempt(deliveryId: string, attempt: AttemptRecord): Promise<void> {
    await this.dataSource
      .getRepository(DeliveryAttemptEntity)
      .insert({ ...attempt, id: randomUUID(), deliveryId });
  }

  /** Whether the finished file of this very state of the document is going to be delivered later. */
  async waitsFor(key: string, token: string): Promise<boolean> {
    return this.dataSource
      .getRepository(DeliveryEntity)
      .existsBy({ key, token, status: 2, outcome: In(['waiting', 'parked']) });
  }

  /** Keys whose first delivery is due and that nobody sends. */
  async dueKeys(limit = 500): Promise<string[]> {
    const rows = await this.dataSource.query<{ key: string }[]>(
      `SELECT DISTINCT key FROM delivery WHERE outcome IN ('waiting', 'parked') AND next_try_at <= now()
       AND (claimed_until IS NULL OR claimed_until < now()) LIMIT $1`,
      [limit],
    );
    return rows.map((row) => row.key);
  }

  /** An earlier run of this replica cannot be sending any more. */
  async releaseClaimsOf(replicaId: string): Promise<void> {
    await this.dataSource
      .getRepository(DeliveryEntity)
      .update({ claimedBy: replicaId }, { claimedBy: null, claimedUntil: null });
  }

  private async release(
    id: string,
    patch: { outcome: DeliveryOutcome; nextTryAt?: () => string },
  ): Promise<void> {
    await this.dataSource
      .getRepository(DeliveryEntity)
      .createQueryBuilder()
      .update()
      .set({ ...patch, claimedBy: null, claimedUntil: null })
      // a delivery that was abandoned while it was being sent stays abandoned
      .where(`id = :id AND outcome <> 'abandoned'`, { id })
      .execute();
  }
}
