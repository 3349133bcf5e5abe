import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { TimelineEventEntity } from './timeline-event.entity.js';

@Injectable()
export class TimelineRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async add(
    key: string,
    generation: number,
    step: string,
    detail: Record<string, unknown> = {},
  ): Promise<void> {
    await this.dataSource
      .getRepository(TimelineEventEntity)
      .insert({ key, generation, step, detail: detail as object });
  }

  /** Oldest first. */
  async of(key: string, limit = 1000): Promise<TimelineEventEntity[]> {
    return this.dataSource
      .getRepository(TimelineEventEntity)
      .find({ where: { key }, order: { id: 'ASC' }, take: limit });
  }
}
