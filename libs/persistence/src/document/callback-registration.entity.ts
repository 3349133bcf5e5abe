import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A callback URL that an editor connection brought along (contract/callback.md section 4). */
@Entity('callback_registration')
export class CallbackRegistrationEntity {
  @PrimaryColumn({ type: 'varchar', length: 128 })
  key!: string;

  @PrimaryColumn({ type: 'int' })
  index!: number;

  @Column({ type: 'varchar', length: 128 })
  userId!: string;

  @Column({ type: 'text' })
  url!: string;

  /** it came inside a valid token, so it may point to a private address */
  @Column({ type: 'boolean' })
  isTrusted!: boolean;
}
