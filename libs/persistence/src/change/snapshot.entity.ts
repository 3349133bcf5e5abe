import { Column, Entity, PrimaryColumn } from 'typeorm';

/** All changes of a generation up to `throughSeq` merged into one update, for quick joining. The log stays. */
@Entity('snapshot')
export class SnapshotEntity {
  @PrimaryColumn({ type: 'varchar', length: 128 })
  key!: string;

  @PrimaryColumn({ type: 'int' })
  generation!: number;

  @Column({ type: 'int' })
  throughSeq!: number;

  @Column({ type: 'bytea' })
  payload!: Buffer;
}
