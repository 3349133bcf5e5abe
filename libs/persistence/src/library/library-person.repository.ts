import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, In } from 'typeorm';
import { LibraryPersonEntity, type LibraryPerson } from './library.entity.js';

@Injectable()
export class LibraryPersonRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** The last name that somebody used is the one that is shown. */
  async remember({ id, name }: LibraryPerson): Promise<void> {
    await this.people.upsert({ id, name, seenAt: new Date() }, ['id']);
  }

  /** Names by id; people who were never seen are missing. */
  async namesOf(ids: readonly string[]): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map();
    const people = await this.people.find({ where: { id: In([...new Set(ids)]) } });
    return new Map(people.map(({ id, name }) => [id, name]));
  }

  private get people() {
    return this.dataSource.getRepository(LibraryPersonEntity);
  }
}
