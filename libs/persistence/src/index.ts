export { PersistenceModule } from './persistence.module.js';
export { TimelineRepository } from './timeline/timeline.repository.js';
export { createDataSource, entities, migrate, migrations } from './data-source.js';
export * from './document/document.entity.js';
export * from './document/participant.entity.js';
export * from './document/callback-registration.entity.js';
export * from './change/change.entity.js';
export * from './change/snapshot.entity.js';
export * from './delivery/delivery.entity.js';
export * from './timeline/timeline-event.entity.js';
export * from './library/library.entity.js';
export {
  ChangeRepository,
  type LogRow,
  type PendingChange,
  type StoredChange,
} from './change/change.repository.js';
export { DeliveryRepository, type AttemptRecord } from './delivery/delivery.repository.js';
export { DocumentRepository, type NewDocument } from './document/document.repository.js';
export type { DocumentPatch, DocumentTransaction, NewDelivery } from './document/document-transaction.js';
export { ParticipantRepository } from './document/participant.repository.js';
export * from './library/library-file.repository.js';
export * from './library/library-person.repository.js';
export * from './library/library-version.repository.js';
