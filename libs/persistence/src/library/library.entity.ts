import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A person as the library shows it. */
export interface LibraryPerson {
  readonly id: string;
  readonly name: string;
}

/** Why the last edits of a document could not be stored. */
export interface LibrarySaveFailure {
  /** ISO 8601 */
  readonly at: string;
  readonly message: string;
}

/** A document of the built-in library. */
@Entity('library_file')
@Index('library_file_document_key', ['documentKey'], { unique: true })
export class LibraryFileEntity {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  /** with extension, as shown */
  @Column({ type: 'text' })
  title!: string;

  @Column({ type: 'int' })
  currentVersion!: number;

  /** key that the current version is edited under; a new one after every save */
  @Column({ type: 'varchar', length: 128 })
  documentKey!: string;

  /** ids of the users who edit it now, as the last callback said */
  @Column({ type: 'jsonb', default: () => `'[]'` })
  editors!: string[];

  /** set when the document server could not build or deliver a file, cleared by the next version */
  @Column({ type: 'jsonb', nullable: true })
  saveFailure!: LibrarySaveFailure | null;

  @Column({ type: 'timestamptz', default: () => 'now()' })
  createdAt!: Date;

  /** time of the current version; renaming does not count */
  @Column({ type: 'timestamptz', default: () => 'now()' })
  changedAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  deletedAt!: Date | null;
}

export type LibraryThumbnailState = 'waiting' | 'ready' | 'failed';

/** One saved content of a library document; never changed. */
@Entity('library_version')
@Index('library_version_delivery', ['fileId', 'deliveryId'], { unique: true })
@Index('library_version_no_thumbnail', ['createdAt'], { where: `thumbnail_state = 'waiting'` })
export class LibraryVersionEntity {
  @PrimaryColumn({ type: 'uuid' })
  fileId!: string;

  @PrimaryColumn({ type: 'int' })
  version!: number;

  @Column({ type: 'text' })
  blob!: string;

  @Column({ type: 'varchar', length: 16 })
  fileType!: string;

  @Column({ type: 'bigint', transformer: { from: Number, to: (value: number) => value } })
  size!: number;

  @Column({ type: 'varchar', length: 64 })
  sha256!: string;

  /** key whose save delivered this version; null for an upload */
  @Column({ type: 'varchar', length: 128, nullable: true })
  savedFromKey!: string | null;

  /** id of the delivery, so that a repeated callback is recognised as the same save */
  @Column({ type: 'varchar', length: 64, nullable: true })
  deliveryId!: string | null;

  @Column({ type: 'jsonb', default: () => `'[]'` })
  authors!: LibraryPerson[];

  /** what people should know about this version, e.g. why it is in another format */
  @Column({ type: 'text', nullable: true })
  note!: string | null;

  @Column({ type: 'varchar', length: 8, default: 'waiting' })
  thumbnailState!: LibraryThumbnailState;

  @Column({ type: 'text', nullable: true })
  thumbnailBlob!: string | null;

  @Column({ type: 'timestamptz', default: () => 'now()' })
  createdAt!: Date;
}

/** Names of the people who opened documents, because a callback only tells their ids. */
@Entity('library_person')
export class LibraryPersonEntity {
  @PrimaryColumn({ type: 'varchar', length: 128 })
  id!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'timestamptz', default: () => 'now()' })
  seenAt!: Date;
}
