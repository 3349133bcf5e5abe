import { DataSource } from 'typeorm';
import { CallbackRegistrationEntity } from './document/callback-registration.entity.js';
import { DocumentEntity } from './document/document.entity.js';
import { ParticipantEntity } from './document/participant.entity.js';
import { ChangeEntity } from './change/change.entity.js';
import { SnapshotEntity } from './change/snapshot.entity.js';
import { DeliveryAttemptEntity, DeliveryEntity } from './delivery/delivery.entity.js';
import { LibraryFileEntity, LibraryPersonEntity, LibraryVersionEntity } from './library/library.entity.js';
import { TimelineEventEntity } from './timeline/timeline-event.entity.js';
import { FirstTables1763700000000 } from './migrations/1763700000000-first-tables.js';
import { SnakeCaseColumns } from './naming.js';

export const entities = [
  DocumentEntity,
  ParticipantEntity,
  CallbackRegistrationEntity,
  ChangeEntity,
  SnapshotEntity,
  DeliveryEntity,
  DeliveryAttemptEntity,
  TimelineEventEntity,
  LibraryFileEntity,
  LibraryVersionEntity,
  LibraryPersonEntity,
];

export const migrations = [FirstTables1763700000000];

/** Not yet connected. `poolSize`: connections of this process for ordinary queries. */
export function createDataSource(url: string, applicationName: string, poolSize = 10): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    applicationName,
    entities,
    migrations,
    migrationsTableName: 'migration',
    namingStrategy: new SnakeCaseColumns(),
    synchronize: false,
    poolSize,
  });
}

/** any fixed number: processes that start together take turns */
const MIGRATION_LOCK = 7_105_114;

/** Brings the schema up to date; safe when several processes start at once. */
export async function migrate(dataSource: DataSource): Promise<void> {
  const runner = dataSource.createQueryRunner();
  await runner.connect();
  try {
    await runner.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await dataSource.runMigrations({ transaction: 'all' });
  } finally {
    await runner.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    await runner.release();
  }
}
