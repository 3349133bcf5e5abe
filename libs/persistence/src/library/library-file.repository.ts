import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, In, IsNull, LessThan, Not } from 'typeorm';
import { LibraryFileEntity, LibraryVersionEntity, type LibrarySaveFailure } from './library.entity.js';

/** A document with its current content. */
export interface LibraryDocument {
  readonly file: LibraryFileEntity;
  readonly current: LibraryVersionEntity;
  /** the newest version that has a picture; an older one while the picture of the current one is being made */
  readonly picturedVersion: number | null;
}

/** The library's documents, in use and in the trash. */
@Injectable()
export class LibraryFileRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** @throws when the database does not answer */
  async ping(): Promise<void> {
    await this.dataSource.query('SELECT 1');
  }

  /** Newest change first; not what is in the trash. */
  async newest(limit: number): Promise<LibraryDocument[]> {
    const files = await this.files.find({
      where: { deletedAt: IsNull() },
      order: { changedAt: 'DESC', id: 'ASC' },
      take: limit,
    });
    const currents = await this.versions.find({
      where: files.map((file) => ({ fileId: file.id, version: file.currentVersion })),
    });
    const byFile = new Map(currents.map((version) => [version.fileId, version]));
    const pictured = await this.picturedVersions(files.map(({ id }) => id));
    return files.flatMap((file) => {
      const current = byFile.get(file.id);
      return current ? [{ file, current, picturedVersion: pictured.get(file.id) ?? null }] : [];
    });
  }

  async count(): Promise<number> {
    return this.files.count({ where: { deletedAt: IsNull() } });
  }

  /** Also finds what is in the trash; its `deletedAt` tells. */
  async find(id: string): Promise<LibraryDocument | undefined> {
    const file = await this.files.findOne({ where: { id } });
    if (!file) return undefined;
    const current = await this.versions.findOneByOrFail({ fileId: id, version: file.currentVersion });
    const pictured = await this.picturedVersions([id]);
    return { file, current, picturedVersion: pictured.get(id) ?? null };
  }

  async add(file: LibraryFileEntity, first: LibraryVersionEntity): Promise<void> {
    await this.dataSource.transaction(async (transaction) => {
      await transaction.insert(LibraryFileEntity, file);
      await transaction.insert(LibraryVersionEntity, first);
    });
  }

  async titlesInUse(): Promise<string[]> {
    const rows = await this.files.find({ select: { id: true, title: true }, where: { deletedAt: IsNull() } });
    return rows.map((row) => row.title);
  }

  async rename(id: string, title: string): Promise<void> {
    await this.files.update({ id }, { title });
  }

  async moveToTrash(id: string): Promise<void> {
    await this.files.update({ id, deletedAt: IsNull() }, { deletedAt: new Date() });
  }

  async takeFromTrash(id: string): Promise<void> {
    await this.files.update({ id }, { deletedAt: null });
  }

  /** Only while `documentKey` is still the key of the current version: a late message about an old key changes nothing. */
  async setEditors(id: string, documentKey: string, editors: string[]): Promise<void> {
    await this.files.update({ id, documentKey }, { editors });
  }

  async noteSaveFailure(id: string, saveFailure: LibrarySaveFailure): Promise<void> {
    await this.files.update({ id }, { saveFailure });
  }

  /** Documents that were deleted before a time and are not being edited. */
  async expiredInTrash(deletedBefore: Date): Promise<string[]> {
    const rows = await this.files.find({
      where: { deletedAt: LessThan(deletedBefore) },
      select: { id: true, editors: true },
    });
    return rows.filter((row) => row.editors.length === 0).map((row) => row.id);
  }

  /** Forgets documents for good and returns the blobs that nothing refers to any more. */
  async remove(ids: string[]): Promise<string[]> {
    return this.dataSource.transaction(async (transaction) => {
      const doomed = await transaction.find(LibraryFileEntity, {
        where: { id: In(ids), deletedAt: Not(IsNull()) },
        lock: { mode: 'pessimistic_write' },
      });
      const fileId = In(doomed.map((file) => file.id));
      const versions = await transaction.find(LibraryVersionEntity, { where: { fileId } });
      await transaction.delete(LibraryVersionEntity, { fileId });
      await transaction.delete(LibraryFileEntity, { id: fileId });
      return versions.flatMap(({ blob, thumbnailBlob }) => (thumbnailBlob ? [blob, thumbnailBlob] : [blob]));
    });
  }

  private async picturedVersions(fileIds: string[]): Promise<Map<string, number>> {
    const rows = await this.dataSource.query<{ file_id: string; version: number }[]>(
      `SELECT file_id, max(version) AS version FROM library_version
       WHERE file_id = ANY($1) AND thumbnail_state = 'ready' GROUP BY file_id`,
      [fileIds],
    );
    return new Map(rows.map((row) => [row.file_id, row.version]));
  }

  private get files() {
    return this.dataSource.getRepository(LibraryFileEntity);
  }

  private get versions() {
    return this.dataSource.getRepository(LibraryVersionEntity);
  }
}
