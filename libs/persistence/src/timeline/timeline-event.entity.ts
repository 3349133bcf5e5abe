import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** One step in a document's life; append-only. */
@Entity('timeline_event')
@Index('timeline_event_key', ['key', 'id'])
export class TimelineEventEntity {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  @Column({ type: 'varchar', length: 128 })
  key!: string;

  @Column({ type: 'int' })
  generation!: number;

  @Column({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  at!: Date;

  @Column({ type: 'varchar', length: 40 })
  step!: string;

  @Column({ type: 'jsonb' })
  detail!: Record<string, unknown>;
}
