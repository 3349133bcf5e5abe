import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** An acknowledged change; append-only. `payload` is an opaque update of the shared document. */
@Entity('change')
@Index('change_id', ['key', 'generation', 'clientId', 'counter'], { unique: true })
export class ChangeEntity {
  @PrimaryColumn({ type: 'varchar', length: 128 })
  key!: string;

  @PrimaryColumn({ type: 'int' })
  generation!: number;

  @PrimaryColumn({ type: 'int' })
  seq!: number;

  @Column({ type: 'varchar', length: 64 })
  clientId!: string;

  @Column({ type: 'int' })
  counter!: number;

  /** index of the connection that sent it (chooses the callback URL) */
  @Column({ type: 'int' })
  authorIndex!: number;

  @Column({ type: 'varchar', length: 128 })
  userId!: string;

  @Column({ type: 'text' })
  userName!: string;

  @Column({ type: 'bytea' })
  payload!: Buffer;

  @Column({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  at!: Date;
}
