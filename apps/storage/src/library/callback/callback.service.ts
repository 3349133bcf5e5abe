import { BLOB_STORE } from '#libs/platform';
import type { BlobStore } from '#libs/blob-store';
import { DomainError } from '#libs/errors';
import {
  LibraryFileRepository,
  LibraryPersonRepository,
  LibraryVersionRepository,
  type LibraryDocument,
  type LibraryPerson,
} from '#libs/persistence';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { isKeyOf, newDocumentKey } from '../files/document-key.js';
import { splitTitle, withExtension } from '../files/file-title.js';
import { LibraryFiles } from '../files/library-files.js';
import { LibraryChanges } from '../live/library-changes.js';
import { ThumbnailRequests } from '../thumbnails/thumbnail-requests.js';
import { authorsOf, callbackStatus, type CallbackBody } from './callback-body.js';
import { SavedFile } from './saved-file.js';

const FAILURE = 'The last edits could not be turned into a file. They are kept by the document server.';
const FORCESAVE_FAILURE = 'Saving in between did not work. Editing goes on and the edits are kept.';

/** What the library does with each status of contract/callback.md. */
@Injectable()
export class CallbackService {
  private readonly logger = new Logger(CallbackService.name);

  constructor(
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
    private readonly library: LibraryFiles,
    private readonly files: LibraryFileRepository,
    private readonly versions: LibraryVersionRepository,
    private readonly people: LibraryPersonRepository,
    private readonly savedFile: SavedFile,
    private readonly thumbnails: ThumbnailRequests,
    private readonly changes: LibraryChanges,
  ) {}

  /** @throws DomainError when nothing was stored; the document server must know */
  async handle(fileId: string, body: CallbackBody): Promise<void> {
    // what is in the trash is still saved: somebody may have deleted it while others were editing
    const document = await this.library.requireEvenDeleted(fileId);
    if (!isKeyOf(fileId, body.key)) {
      throw new DomainError('bad-document-key', 'This document key does not belong to this document.');
    }
    switch (body.status) {
      case callbackStatus.editing:
        return this.setEditors(document, body, body.users);
      case callbackStatus.closedUnchanged:
        return this.setEditors(document, body, []);
      case callbackStatus.readyForSaving:
      case callbackStatus.forcesaved:
        return this.save(document, body);
      case callbackStatus.savingFailed:
        await this.setEditors(document, body, []);
        return this.noteFailure(document, body, FAILURE);
      case callbackStatus.forcesaveFailed:
        return this.noteFailure(document, body, FORCESAVE_FAILURE);
      default:
        throw new DomainError('bad-request', `There is no callback status ${body.status}.`);
    }
  }

  private async setEditors({ file }: LibraryDocument, body: CallbackBody, editors: string[]): Promise<void> {
    await this.files.setEditors(file.id, body.key, [...new Set(editors)]);
    this.changes.announce();
  }

  private async noteFailure({ file }: LibraryDocument, body: CallbackBody, message: string): Promise<void> {
    const reason = body.quire?.reason;
    this.logger.warn(`document ${file.id}: status ${body.status}${reason ? `, ${reason}` : ''}`);
    await this.files.noteSaveFailure(file.id, {
      at: new Date().toISOString(),
      message: reason ? `${message} (${reason})` : message,
    });
    this.changes.announce();
  }

  private async save(document: LibraryDocument, body: CallbackBody): Promise<void> {
    const { file } = document;
    if (await this.isKnown(document, body)) {
      this.logger.log(`document ${file.id}: this save was delivered before`);
      return;
    }
    const fileType = (body.filetype ?? splitTitle(file.title).extension).toLowerCase();
    const { blob, content } = await this.savedFile.fetch(withExtension(file.title, fileType), body, fileType);
    const isFinal = body.status === callbackStatus.readyForSaving;
    const outcome = await this.versions.store({
      fileId: file.id,
      documentKey: body.key,
      deliveryId: body.quire?.deliveryId ?? null,
      blob,
      fileType,
      size: content.size,
      sha256: content.sha256,
      authors: await this.named(authorsOf(body)),
      note: body.quire?.rollback ?? null,
      retitle: (title) => withExtension(title, fileType),
      nextKey: isFinal ? newDocumentKey(file.id, file.currentVersion + 1) : null,
    });
    if (outcome.kind === 'stored') {
      this.logger.log(`document ${file.id}: stored version ${outcome.version} (${content.size} bytes)`);
      this.thumbnails.ask({ fileId: file.id, version: outcome.version, blob, fileType });
    } else await this.blobs.remove(blob);
    if (outcome.kind === 'unknown-file') throw new DomainError('not-found', 'The document is gone for good.');
    this.changes.announce();
  }

  /** Whether this save is stored already, so that nothing needs to be fetched. */
  private async isKnown({ file }: LibraryDocument, { key, status, quire }: CallbackBody): Promise<boolean> {
    const isSessionOver = file.documentKey !== key;
    if (quire?.deliveryId && (await this.versions.findDelivered(file.id, quire.deliveryId))) {
      // a final save that repeats a forcesave still has to end the session
      return isSessionOver || status === callbackStatus.forcesaved;
    }
    if (!isSessionOver) return false;
    const earlier = await this.versions.savedFrom(file.id, key);
    const isSame = ({ sha256 }: { sha256: string }) => quire?.sha256 === undefined || quire.sha256 === sha256;
    // other content under a used key is somebody's work (a page left open for long): it becomes a version
    return earlier.some(isSame);
  }

  /** Names from the history, else those under which people opened documents. */
  private async named(authors: LibraryPerson[]): Promise<LibraryPerson[]> {
    const names = await this.people.namesOf(authors.map(({ id }) => id));
    return authors.map(({ id, name }) => ({ id, name: name || (names.get(id) ?? 'Somebody') }));
  }
}
