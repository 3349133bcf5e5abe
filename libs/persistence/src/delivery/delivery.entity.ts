import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

export const deliveryOutcomes = ['waiting', 'delivered', 'refused', 'parked', 'abandoned'] as const;
export type DeliveryOutcome = (typeof deliveryOutcomes)[number];

/** One callback in the outbox. Deliveries of a key go out in the order of `position`. */
@Entity('delivery')
@Index('delivery_waiting', ['key', 'position'], { where: `outcome IN ('waiting', 'parked')` })
export class DeliveryEntity {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'bigint', generated: 'increment' })
  position!: string;

  @Column({ type: 'varchar', length: 128 })
  key!: string;

  @Column({ type: 'int' })
  generation!: number;

  /** token of the document's state that this delivery belongs to (statuses 2 and 3) */
  @Column({ type: 'uuid', nullable: true })
  token!: string | null;

  @Column({ type: 'int' })
  status!: number;

  @Column({ type: 'text' })
  url!: string;

  @Column({ type: 'boolean' })
  isTrustedUrl!: boolean;

  /** the callback's fields without links and tokens; those are made anew for every attempt */
  @Column({ type: 'jsonb' })
  body!: Record<string, unknown>;

  /** blob behind `url` (statuses 2 and 6) */
  @Column({ type: 'text', nullable: true })
  fileBlob!: string | null;

  @Column({ type: 'varchar', length: 16 })
  outcome!: DeliveryOutcome;

  @Column({ type: 'int', default: 0 })
  attempts!: number;

  @Column({ type: 'timestamptz', default: () => 'now()' })
  nextTryAt!: Date;

  /** replica that sends it right now, until `claimedUntil` */
  @Column({ type: 'varchar', length: 128, nullable: true })
  claimedBy!: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  claimedUntil!: Date | null;

  @Column({ type: 'timestamptz', default: () => 'now()' })
  createdAt!: Date;
}

@Entity('delivery_attempt')
@Index('delivery_attempt_delivery', ['deliveryId'])
export class DeliveryAttemptEntity {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'uuid' })
  deliveryId!: string;

  @Column({ type: 'timestamptz', default: () => 'now()' })
  at!: Date;

  @Column({ type: 'int', nullable: true })
  httpStatus!: number | null;

  /** the answer's body, cut at 2 KB */
  @Column({ type: 'text', nullable: true })
  answer!: string | null;

  @Column({ type: 'text', nullable: true })
  error!: string | null;

  @Column({ type: 'int' })
  durationMs!: number;
}
