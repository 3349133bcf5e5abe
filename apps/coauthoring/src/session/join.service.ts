import type { Tokens } from '#libs/auth';
import type { Config } from '#libs/config';
import { DomainError, isDomainError } from '#libs/errors';
import { CONFIG, PLATFORM, TOKENS, type Platform } from '#libs/platform';
import { DocumentRepository, type DocumentEntity, type DocumentTransaction } from '#libs/persistence';
import { CLOSE_CODES, PROTOCOL_VERSION, type Hello } from '#libs/protocol';
import { Inject, Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import { randomUUID } from 'node:crypto';
import { Outbox } from '../callback/outbox.js';
import { apply, present } from '../lifecycle/lifecycle.js';
import { OpeningJobs } from '../opening/opening-jobs.js';
import { Admission } from './admission.js';
import type { EditorConnection } from './editor-connection.js';
import { LeaveService } from './leave.service.js';
import { readOpeningConfig, type OpeningRequest } from './opening-config.js';

/** A participant comes in: rights, state of the key, callback 1, then the document. */
@Injectable()
export class JoinService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(TOKENS) private readonly tokens: Tokens,
    private readonly documents: DocumentRepository,
    private readonly opening: OpeningJobs,
    private readonly outbox: Outbox,
    private readonly leaves: LeaveService,
    private readonly admission: Admission,
  ) {}

  async join(connection: EditorConnection, hello: Hello, baseUrl: string): Promise<void> {
    if (hello.protocol !== PROTOCOL_VERSION) {
      connection.close(CLOSE_CODES.incompatible, 'the editor page is older than the server, reload it');
      return;
    }
    if (connection.clientId !== '')
      throw new DomainError('malformed-message', 'The connection was opened twice.');
    connection.clientId = hello.clientId;
    const request = await this.authorise(hello, connection.documentKey);
    if (request.documentKey !== connection.documentKey) {
      throw new DomainError('not-allowed', 'The security token belongs to another document.');
    }
    if (hello.since !== undefined && hello.generation !== undefined) {
      connection.since = { seq: hello.since, generation: hello.generation };
    }
    const {
      documentKey: key,
      fileType: originFormat,
      title,
      url: sourceUrl,
      isTrusted: isSourceTrusted,
    } = request;
    await this.documents.ensure({
      key,
      token: randomUUID(),
      originFormat,
      title,
      sourceUrl,
      isSourceTrusted,
      baseUrl,
    });
    const document = await this.documents.locked(key, (tx) => this.enter(tx, connection, request, baseUrl));
    // closed while the join was being written down: its leaving found nobody to remove
    if (isGone(connection)) await this.leaves.removeParticipant(key, connection.id);
    if (document.state === 'opening') await this.opening.ensureJob(document);
    await this.outbox.wake(key);
    await this.admission.enter(connection, document);
  }

  /** The first client's base document is the reference; whoever computes another one must not edit. */
  async checkBase(connection: EditorConnection, base: Record<string, string>): Promise<void> {
    const agreed = await this.documents.agreeOnBase(connection.documentKey, connection.generation, base);
    if (agreed && !isDeepStrictEqual(agreed, base)) {
      connection.close(CLOSE_CODES.incompatible, 'this editor reads the document differently, reload it');
    }
  }

  private async authorise(hello: Hello, documentKey: string): Promise<OpeningRequest> {
    try {
      return await readOpeningConfig(hello.config, this.tokens, this.config);
    } catch (error) {
      const isExpired = isDomainError(error) && error.code === 'token-expired';
      if (!isExpired || hello.sessionToken === undefined) throw error;
    }
    const claims = await this.tokens.verifySession(hello.sessionToken);
    return {
      documentKey: claims.documentKey,
      url: '',
      title: documentKey,
      fileType: 'docx',
      callbackUrl: undefined,
      userId: claims.userId,
      userName: claims.userName,
      wantsToEdit: claims.canEdit,
      readOnlyReason: claims.canEdit ? undefined : 'view-mode',
      isTrusted: true,
    };
  }

  /** Everything that a join changes, in one database transaction. */
  private async enter(
    tx: DocumentTransaction,
    connection: EditorConnection,
    request: OpeningRequest,
    baseUrl: string,
  ): Promise<DocumentEntity> {
    await this.moveState(tx, request, baseUrl);
    const document = present(tx);
    if (document.state === 'error' && document.failure) {
      throw new DomainError('corrupt-document', document.failure.message);
    }
    const isClosed = document.state === 'delivering' || document.state === 'saved';
    if (isClosed && request.wantsToEdit && connection.since) {
      throw new DomainError(
        'document-closed',
        'The connection is back, but this version of the document has been saved meanwhile.',
      );
    }
    connection.canEdit = request.wantsToEdit && !isClosed;
    connection.readOnlyReason = request.wantsToEdit && isClosed ? 'version-saved' : request.readOnlyReason;
    connection.userId = request.userId;
    connection.userName = request.userName;
    await this.addParticipant(tx, connection);
    if (connection.canEdit) await this.registerEditor(tx, connection, request);
    return document;
  }

  private async moveState(tx: DocumentTransaction, request: OpeningRequest, baseUrl: string): Promise<void> {
    const before = present(tx);
    const source = {
      originFormat: request.fileType,
      title: request.title,
      sourceUrl: request.url,
      isSourceTrusted: request.isTrusted,
      failure: null,
    };
    await tx.update({ baseUrl, openedAt: new Date() });
    if (request.url !== '') await apply(tx, 'opener', { patch: source });
    if (!request.wantsToEdit) return;
    if (await apply(tx, 'editor-joined', { patch: { assemblyAttempts: 0, failure: null } })) {
      await tx.abandonFinalDeliveries();
      await tx.addToTimeline('save-cancelled', { reason: 'an editor came back', user: request.userName });
    }
    const window = this.config.services.CoAuthoring.expire.updateVersionStatus;
    if (
      before.state === 'saved' &&
      Date.now() - (before.savedAt?.getTime() ?? 0) > window &&
      request.url !== ''
    ) {
      const fresh = {
        generation: before.generation + 1,
        lastSeq: 0,
        changesBytes: 0,
        masterBlob: null,
        base: null,
        savedAt: null,
      };
      await apply(tx, 'editor-opens-after-save', { patch: { ...source, ...fresh } });
    }
  }

  private async addParticipant(tx: DocumentTransaction, connection: EditorConnection): Promise<void> {
    const document = present(tx);
    const earlier = await tx.participantOfClient(connection.clientId);
    if (earlier) await tx.removeParticipant(earlier.connectionId);
    connection.index = earlier?.index ?? document.nextIndex;
    if (!earlier) await tx.update({ nextIndex: document.nextIndex + 1 });
    await tx.addParticipant({
      connectionId: connection.id,
      replicaId: this.platform.replicaId,
      clientId: connection.clientId,
      userId: connection.userId,
      userName: connection.userName,
      index: connection.index,
      canEdit: connection.canEdit,
    });
    await tx.addToTimeline('joined', {
      user: connection.userName,
      userId: connection.userId,
      canEdit: connection.canEdit,
    });
  }

  private async registerEditor(
    tx: DocumentTransaction,
    connection: EditorConnection,
    request: OpeningRequest,
  ): Promise<void> {
    if (request.callbackUrl !== undefined) {
      const { callbackUrl: url, userId, isTrusted } = request;
      await tx.registerCallback({ index: connection.index, userId, url, isTrusted });
    }
    await this.outbox.addEditing(tx, connection.index, { type: 1, userid: connection.userId });
  }
}

/** A function, because the phase changes while we wait. */
function isGone(connection: EditorConnection): boolean {
  return connection.phase === 'gone';
}
