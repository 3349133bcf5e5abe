import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { RELAY_POOL } from '../relay-pool.js';
import { APPEND_CHANGES } from './append-changes.sql.js';

/** A change on its way into the log. */
export interface PendingChange {
  readonly key: string;
  readonly generation: number;
  readonly clientId: string;
  readonly counter: number;
  readonly authorIndex: number;
  readonly userId: string;
  readonly userName: string;
  readonly payload: Uint8Array;
}

export interface StoredChange {
  readonly key: string;
  readonly clientId: string;
  readonly counter: number;
  readonly seq: number;
}

/** A change as it is read back. */
export interface LogRow {
  readonly seq: number;
  readonly clientId: string;
  readonly counter: number;
  readonly userId: string;
  readonly userName: string;
  readonly at: Date;
  readonly payload: Buffer;
}

const LOG_COLUMNS = `seq, client_id AS "clientId", counter, user_id AS "userId", user_name AS "userName", at, payload`;

/** The append-only log of changes. Uses its own connections, so that slow queries never hold up a commit. */
@Injectable()
export class ChangeRepository {
  constructor(@Inject(RELAY_POOL) private readonly pool: Pool) {}

  /**
   * Group commit: stores a batch for any number of documents with one statement. Every row of the batch that is in the
   * log afterwards is returned, also one that was there before (same client id and counter); a row that is missing
   * belongs to a document that is not open for editing. Rows of one document get sequence numbers in batch order.
   *
   * A batch must not name one change twice.
   */
  async append(batch: readonly PendingChange[]): Promise<StoredChange[]> {
    const column = <T>(read: (change: PendingChange) => T) => batch.map(read);
    const result = await this.pool.query<StoredChange>({
      name: 'append-changes',
      text: APPEND_CHANGES,
      values: [
        column((c) => c.key),
        column((c) => c.generation),
        column((c) => c.clientId),
        column((c) => c.counter),
        column((c) => c.authorIndex),
        column((c) => c.userId),
        column((c) => c.userName),
        column((c) => Buffer.from(c.payload.buffer, c.payload.byteOffset, c.payload.byteLength)),
      ],
    });
    return result.rows;
  }

  /** Changes with `after < seq <= through`, in order, at most `limit`. */
  async page(
    key: string,
    generation: number,
    after: number,
    through: number,
    limit: number,
  ): Promise<LogRow[]> {
    const result = await this.pool.query<LogRow>({
      name: 'page-of-changes',
      text: `SELECT ${LOG_COLUMNS} FROM change WHERE key = $1 AND generation = $2 AND seq > $3 AND seq <= $4 ORDER BY seq LIMIT $5`,
      values: [key, generation, after, through, limit],
    });
    return result.rows;
  }

  async snapshot(key: string, generation: number): Promise<{ throughSeq: number; payload: Buffer } | null> {
    const result = await this.pool.query<{ throughSeq: number; payload: Buffer }>({
      name: 'snapshot',
      text: `SELECT through_seq AS "throughSeq", payload FROM snapshot WHERE key = $1 AND generation = $2`,
      values: [key, generation],
    });
    return result.rows[0] ?? null;
  }

  /** Keeps the newer of two snapshots. */
  async saveSnapshot(
    key: string,
    generation: number,
    throughSeq: number,
    payload: Uint8Array,
  ): Promise<void> {
    await this.pool.query(
      `INSERT INTO snapshot (key, generation, through_seq, payload) VALUES ($1, $2, $3, $4)
       ON CONFLICT (key, generation) DO UPDATE SET through_seq = $3, payload = $4 WHERE snapshot.through_seq < $3`,
      [key, generation, throughSeq, Buffer.from(payload)],
    );
  }
}
