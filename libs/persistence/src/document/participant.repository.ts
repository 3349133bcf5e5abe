import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { ParticipantEntity } from './participant.entity.js';

@Injectable()
export class ParticipantRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async of(key: string): Promise<ParticipantEntity[]> {
    return this.dataSource.getRepository(ParticipantEntity).find({ where: { key }, order: { index: 'ASC' } });
  }

  /** Says that the connections of this replica are alive. */
  async refresh(replicaId: string): Promise<void> {
    await this.dataSource.getRepository(ParticipantEntity).update({ replicaId }, { seenAt: new Date() });
  }

  /** Participants that nobody refreshed for `olderThanMs`. */
  async expired(olderThanMs: number): Promise<ParticipantEntity[]> {
    return this.dataSource
      .getRepository(ParticipantEntity)
      .createQueryBuilder('p')
      .where(`p.seen_at < now() - make_interval(secs => :seconds)`, { seconds: olderThanMs / 1000 })
      .getMany();
  }

  /** Participants that an earlier run of this replica left behind. */
  async ofReplica(replicaId: string): Promise<ParticipantEntity[]> {
    return this.dataSource.getRepository(ParticipantEntity).findBy({ replicaId });
  }
}
