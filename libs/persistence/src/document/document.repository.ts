import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, In, type EntityManager } from 'typeorm';
import { DocumentEntity, type DocumentState } from './document.entity.js';
import { DocumentTransaction } from './document-transaction.js';

/** What a document needs when its key is seen for the first time. */
export interface NewDocument {
  readonly key: string;
  readonly token: string;
  readonly originFormat: string;
  readonly title: string;
  readonly sourceUrl: string;
  readonly isSourceTrusted: boolean;
  readonly baseUrl: string;
}

@Injectable()
export class DocumentRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async isReachable(): Promise<boolean> {
    return this.dataSource.query('SELECT 1').then(
      () => true,
      () => false,
    );
  }

  async find(key: string): Promise<DocumentEntity | null> {
    return this.dataSource.getRepository(DocumentEntity).findOneBy({ key });
  }

  /** Creates the row in state `none` when the key is new. */
  async ensure(document: NewDocument): Promise<void> {
    await this.dataSource
      .createQueryBuilder()
      .insert()
      .into(DocumentEntity)
      .values({ ...document, state: 'none' })
      .orIgnore()
      .execute();
  }

  /**
   * Runs `work` while the row of the key is locked, in one database transaction; `document` is null for an unknown
   * key. Appending changes takes the same lock, so a state never changes under a change that is being stored.
   */
  async locked<T>(key: string, work: (transaction: DocumentTransaction) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (manager: EntityManager) => {
      const document = await manager
        .getRepository(DocumentEntity)
        .findOne({ where: { key }, lock: { mode: 'pessimistic_write' } });
      return work(new DocumentTransaction(manager, key, document));
    });
  }

  async inStates(states: readonly DocumentState[], limit = 500): Promise<DocumentEntity[]> {
    return this.dataSource
      .getRepository(DocumentEntity)
      .find({ where: { state: In([...states]) }, order: { stateAt: 'ASC' }, take: limit });
  }

  /** Keys in state `open` that have changes but no editor: the server that had them is gone. */
  async abandonedKeys(limit = 500): Promise<string[]> {
    const rows = await this.dataSource.query<{ key: string }[]>(
      `SELECT key FROM document d WHERE state = 'open' AND last_seq > 0
       AND NOT EXISTS (SELECT 1 FROM participant p WHERE p.key = d.key AND p.can_edit) LIMIT $1`,
      [limit],
    );
    return rows.map((row) => row.key);
  }

  /** Stores what the first client computed from the master; returns what is stored. */
  async agreeOnBase(
    key: string,
    generation: number,
    base: Record<string, string>,
  ): Promise<Record<string, string> | null> {
    const [rows] = await this.dataSource.query<[{ base: Record<string, string> }[], number]>(
      `UPDATE document SET base = COALESCE(base, $3::jsonb) WHERE key = $1 AND generation = $2 RETURNING base`,
      [key, generation, JSON.stringify(base)],
    );
    return rows[0]?.base ?? null;
  }
}
