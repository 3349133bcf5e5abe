import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One open connection. Rows of a replica that is gone expire by `seenAt`. */
@Entity('participant')
@Index('participant_key', ['key'])
@Index('participant_replica', ['replicaId'])
export class ParticipantEntity {
  @PrimaryColumn({ type: 'uuid' })
  connectionId!: string;

  @Column({ type: 'varchar', length: 128 })
  key!: string;

  @Column({ type: 'varchar', length: 128 })
  replicaId!: string;

  @Column({ type: 'varchar', length: 64 })
  clientId!: string;

  @Column({ type: 'varchar', length: 128 })
  userId!: string;

  @Column({ type: 'text' })
  userName!: string;

  @Column({ type: 'int' })
  index!: number;

  @Column({ type: 'boolean' })
  canEdit!: boolean;

  @Column({ type: 'timestamptz', default: () => 'now()' })
  joinedAt!: Date;

  @Column({ type: 'timestamptz', default: () => 'now()' })
  seenAt!: Date;
}
