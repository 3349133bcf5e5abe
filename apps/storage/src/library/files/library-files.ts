import { CONFIG } from '#libs/platform';
import type { Config } from '#libs/config';
import { DomainError } from '#libs/errors';
import {
  LibraryFileRepository,
  LibraryPersonRepository,
  LibraryVersionRepository,
  type LibraryDocument,
} from '#libs/persistence';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { acceptedExtensions } from '../content/file-types.js';
import type { ReceivedContent } from '../content/received-content.js';
import { LibraryChanges } from '../live/library-changes.js';
import { ThumbnailRequests } from '../thumbnails/thumbnail-requests.js';
import { newDocumentKey } from './document-key.js';
import { numberedTitle, renamedTitle } from './file-title.js';
import { fileView, versionView, type FileView, type VersionView } from './file-view.js';

/** the page searches and sorts in the browser; a library with more documents shows its newest ones */
const MAX_LISTED = 1000;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface Listing {
  readonly files: readonly FileView[];
  readonly total: number;
  readonly limits: { readonly maxUploadBytes: number; readonly extensions: readonly string[] };
}

/** The documents of the library: list, add, rename, delete and bring back. */
@Injectable()
export class LibraryFiles {
  private readonly logger = new Logger(LibraryFiles.name);

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly files: LibraryFileRepository,
    private readonly versions: LibraryVersionRepository,
    private readonly people: LibraryPersonRepository,
    private readonly thumbnails: ThumbnailRequests,
    private readonly changes: LibraryChanges,
  ) {}

  async list(): Promise<Listing> {
    const [documents, total] = await Promise.all([this.files.newest(MAX_LISTED), this.files.count()]);
    const names = await this.people.namesOf(documents.flatMap(({ file }) => file.editors));
    const { maxUploadBytes } = this.config.quire.library;
    return {
      files: documents.map((document) => fileView(document, names)),
      total,
      limits: { maxUploadBytes, extensions: acceptedExtensions },
    };
  }

  async describe(id: string): Promise<FileView & { versions: VersionView[] }> {
    const document = await this.require(id);
    const [versions, names] = await Promise.all([
      this.versions.of(id),
      this.people.namesOf(document.file.editors),
    ]);
    return {
      ...fileView(document, names),
      versions: versions.map((version) => versionView(version, document.file.currentVersion)),
    };
  }

  /** Makes a document of a file that is in the blob store already. The title gets a number when it is taken. */
  async add(wantedTitle: string, fileType: string, { blob, content }: ReceivedContent): Promise<FileView> {
    const id = randomUUID();
    const now = new Date();
    const title = numberedTitle(wantedTitle, await this.files.titlesInUse());
    const current = {
      fileId: id,
      version: 1,
      blob,
      fileType,
      size: content.size,
      sha256: content.sha256,
      savedFromKey: null,
      deliveryId: null,
      authors: [],
      note: null,
      thumbnailState: 'waiting' as const,
      thumbnailBlob: null,
      createdAt: now,
    };
    const file = {
      id,
      title,
      currentVersion: 1,
      documentKey: newDocumentKey(id, 1),
      editors: [],
      saveFailure: null,
      createdAt: now,
      changedAt: now,
      deletedAt: null,
    };
    await this.files.add(file, current);
    this.logger.log(`added document ${id} (${fileType}, ${content.size} bytes)`);
    this.thumbnails.ask(current);
    this.changes.announce();
    return fileView({ file, current, picturedVersion: null }, new Map());
  }

  async rename(id: string, wanted: string): Promise<FileView> {
    const { file } = await this.require(id);
    await this.files.rename(id, renamedTitle(file.title, wanted));
    this.changes.announce();
    return this.describe(id);
  }

  async moveToTrash(id: string): Promise<void> {
    await this.require(id);
    await this.files.moveToTrash(id);
    this.logger.log(`moved document ${id} to the trash`);
    this.changes.announce();
  }

  async restore(id: string): Promise<FileView> {
    const { file } = await this.requireEvenDeleted(id);
    if (file.deletedAt) await this.files.takeFromTrash(id);
    this.changes.announce();
    return this.describe(id);
  }

  /** @throws DomainError 'not-found' also for what is in the trash */
  async require(id: string): Promise<LibraryDocument> {
    const document = await this.requireEvenDeleted(id);
    if (document.file.deletedAt) {
      throw new DomainError(
        'not-found',
        `“${document.file.title}” was deleted. It can be restored for a while.`,
      );
    }
    return document;
  }

  async requireEvenDeleted(id: string): Promise<LibraryDocument> {
    const document = UUID.test(id) ? await this.files.find(id) : undefined;
    if (!document) throw new DomainError('not-found', 'There is no such document in the library.');
    return document;
  }
}
