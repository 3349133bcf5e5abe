import { Column, Entity, PrimaryColumn } from 'typeorm';

/** contract/save-pipeline.md section 2; ABSENT is a missing row, DELIVERING and SAVED are two states [ours]. */
export const documentStates = [
  'none',
  'opening',
  'needs-input',
  'error',
  'error-retry',
  'open',
  'saving',
  'delivering',
  'saved',
] as const;
export type DocumentState = (typeof documentStates)[number];

export type DocumentType = 'word' | 'cell' | 'slide' | 'pdf';

/** One document key and where it stands. Every change of `state` is conditional on (state, token). */
@Entity('document')
export class DocumentEntity {
  @PrimaryColumn({ type: 'varchar', length: 128 })
  key!: string;

  @Column({ type: 'varchar', length: 16 })
  state!: DocumentState;

  /** changes with every change of state, so that timers and jobs of an earlier state have no effect */
  @Column({ type: 'uuid' })
  token!: string;

  /** only grows; the changes between two acknowledged saves belong to one generation */
  @Column({ type: 'int', default: 1 })
  generation!: number;

  /** highest sequence number given to a change of this generation */
  @Column({ type: 'int', default: 0 })
  lastSeq!: number;

  /** bytes of all changes of this generation, for `maxChangesSize` */
  @Column({ type: 'bigint', default: 0, transformer: { from: Number, to: (value: number) => value } })
  changesBytes!: number;

  @Column({ type: 'varchar', length: 8, nullable: true })
  documentType!: DocumentType | null;

  /** extension that the document was opened with */
  @Column({ type: 'varchar', length: 16 })
  originFormat!: string;

  @Column({ type: 'text' })
  title!: string;

  @Column({ type: 'text' })
  sourceUrl!: string;

  @Column({ type: 'boolean', default: false })
  isSourceTrusted!: boolean;

  /** scheme, host and prefix by which the browser of the latest opener reached us */
  @Column({ type: 'text' })
  baseUrl!: string;

  @Column({ type: 'text', nullable: true })
  masterBlob!: string | null;

  @Column({ type: 'varchar', length: 64, nullable: true })
  masterDigest!: string | null;

  /** what the first client computed from the master; later clients must compute the same */
  @Column({ type: 'jsonb', nullable: true })
  base!: Record<string, string> | null;

  /** number of the next connection that opens the key (callback.md section 4: the user index) */
  @Column({ type: 'int', default: 1 })
  nextIndex!: number;

  /** why opening or assembling failed, as { code, message } */
  @Column({ type: 'jsonb', nullable: true })
  failure!: { code: string; message: string } | null;

  /** who left last, for `actions` of statuses 2 and 3 */
  @Column({ type: 'varchar', length: 128, nullable: true })
  lastLeaver!: string | null;

  /** assemblies tried for the current token */
  @Column({ type: 'int', default: 0 })
  assemblyAttempts!: number;

  @Column({ type: 'timestamptz', nullable: true })
  savedAt!: Date | null;

  @Column({ type: 'timestamptz', default: () => 'now()' })
  openedAt!: Date;

  /** time of the last change of state; the reconciler looks at states that stand still */
  @Column({ type: 'timestamptz', default: () => 'now()' })
  stateAt!: Date;
}
