import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, LessThan, type EntityManager } from 'typeorm';
import { LibraryFileEntity, LibraryVersionEntity, type LibraryPerson } from './library.entity.js';

/** A file that the document server delivered for a document. */
export interface DeliveredContent {
  readonly fileId: string;
  readonly documentKey: string;
  readonly deliveryId: string | null;
  readonly blob: string;
  readonly fileType: string;
  readonly size: number;
  readonly sha256: string;
  readonly authors: LibraryPerson[];
  readonly note: string | null;
  /** title of the document from now on, made of the old one; it changes when the file type does */
  readonly retitle: (title: string) => string;
  /** key for the next edit when the editing session is over; null while it goes on */
  readonly nextKey: string | null;
}

export type StoringOutcome =
  | { readonly kind: 'stored'; readonly version: number }
  /** the same content came from the same editing before; the blob just written is not needed */
  | { readonly kind: 'repeated' }
  | { readonly kind: 'unknown-file' };

/** The contents of the library's documents; a version is added and never changed. */
@Injectable()
export class LibraryVersionRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Newest first. */
  async of(fileId: string): Promise<LibraryVersionEntity[]> {
    return this.versions.find({ where: { fileId }, order: { version: 'DESC' } });
  }

  async find(fileId: string, version: number): Promise<LibraryVersionEntity | null> {
    return this.versions.findOne({ where: { fileId, version } });
  }

  async findDelivered(fileId: string, deliveryId: string): Promise<LibraryVersionEntity | null> {
    return this.versions.findOne({ where: { fileId, deliveryId } });
  }

  /** Versions that the editing under one key brought. */
  async savedFrom(fileId: string, savedFromKey: string): Promise<LibraryVersionEntity[]> {
    return this.versions.find({ where: { fileId, savedFromKey } });
  }

  /** Adds the next version, or finds that it is there already. Concurrent deliveries of a document take turns. */
  async store(content: DeliveredContent): Promise<StoringOutcome> {
    return this.dataSource.transaction(async (transaction) => {
      const file = await transaction.findOne(LibraryFileEntity, {
        where: { id: content.fileId },
        lock: { mode: 'pessimistic_write' },
      });
      if (!file) return { kind: 'unknown-file' };
      if (await isRepeated(transaction, content)) {
        await endSession(transaction, file, content);
        return { kind: 'repeated' };
      }
      const version = file.currentVersion + 1;
      await addVersion(transaction, version, content);
      await transaction.update(
        LibraryFileEntity,
        { id: file.id },
        {
          currentVersion: version,
          title: content.retitle(file.title),
          changedAt: new Date(),
          saveFailure: null,
        },
      );
      await endSession(transaction, file, content);
      return { kind: 'stored', version };
    });
  }

  /** Versions whose picture is still missing although they were stored before a time. */
  async waitingForThumbnail(storedBefore: Date, limit: number): Promise<LibraryVersionEntity[]> {
    return this.versions.find({
      where: { thumbnailState: 'waiting', createdAt: LessThan(storedBefore) },
      order: { createdAt: 'ASC' },
      take: limit,
    });
  }

  /** Returns false when the version is gone or has its picture already. */
  async setThumbnail(fileId: string, version: number, thumbnailBlob: string | null): Promise<boolean> {
    const { affected } = await this.versions.update(
      { fileId, version, thumbnailState: 'waiting' },
      { thumbnailBlob, thumbnailState: thumbnailBlob === null ? 'failed' : 'ready' },
    );
    return affected === 1;
  }

  private get versions() {
    return this.dataSource.getRepository(LibraryVersionEntity);
  }
}

async function isRepeated(transaction: EntityManager, content: DeliveredContent): Promise<boolean> {
  const { fileId, deliveryId, documentKey: savedFromKey, sha256 } = content;
  const sameDelivery =
    deliveryId !== null && (await transaction.existsBy(LibraryVersionEntity, { fileId, deliveryId }));
  return sameDelivery || (await transaction.existsBy(LibraryVersionEntity, { fileId, savedFromKey, sha256 }));
}

/** The next editing session starts from the version now current, so it needs a key of its own. */
async function endSession(
  transaction: EntityManager,
  file: LibraryFileEntity,
  { nextKey, documentKey }: DeliveredContent,
): Promise<void> {
  if (nextKey === null || file.documentKey !== documentKey) return;
  await transaction.update(
    LibraryFileEntity,
    { id: file.id },
    { documentKey: nextKey, editors: [], saveFailure: null },
  );
}

async function addVersion(
  transaction: EntityManager,
  version: number,
  { fileId, documentKey, deliveryId, blob, fileType, size, sha256, authors, note }: DeliveredContent,
): Promise<void> {
  await transaction.insert(LibraryVersionEntity, {
    fileId,
    version,
    blob,
    fileType,
    size,
    sha256,
    authors,
    note,
    deliveryId,
    savedFromKey: documentKey,
    thumbnailBlob: null,
    thumbnailState: 'waiting',
  });
}
