import type { LinkSigner, Tokens } from '#libs/auth';
import type { Config } from '#libs/config';
import { CONFIG, LINK_SIGNER, TOKENS } from '#libs/platform';
import { DocumentRepository, type DocumentEntity } from '#libs/persistence';
import { CLOSE_CODES } from '#libs/protocol';
import { errors, type ErrorCode } from '#libs/errors';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { CatchUp } from '../changes/catch-up.js';
import { ReplicaLink } from '../changes/replica-link.js';
import type { ReplicaMessage } from '../changes/replica-message.js';
import type { EditingSession } from './editing-session.js';
import type { EditorConnection } from './editor-connection.js';
import { PresenceService } from './presence.service.js';
import { SessionRegistry } from './session-registry.js';

/** Gives a participant the document as soon as it is there; lets him wait until then. */
@Injectable()
export class Admission {
  private readonly logger = new Logger(Admission.name);

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(TOKENS) private readonly tokens: Tokens,
    @Inject(LINK_SIGNER) private readonly links: LinkSigner,
    private readonly documents: DocumentRepository,
    private readonly sessions: SessionRegistry,
    private readonly replicas: ReplicaLink,
    private readonly presence: PresenceService,
    private readonly catchUp: CatchUp,
  ) {}

  async enter(connection: EditorConnection, document: DocumentEntity): Promise<void> {
    if (connection.phase === 'gone') return;
    const session = this.sessions.findOrCreate(connection.documentKey);
    session.connections.add(connection);
    await this.replicas.join(session, (message) => this.hear(session, message));
    if (document.masterBlob === null) connection.send({ type: 'opening', body: { step: 'queued' } });
    else await this.admit(connection, session, document);
    this.presence.announce(session);
    this.replicas.tell(session.documentKey, { type: 'look' });
  }

  /** Something about the key changed: let waiting participants in, or tell them why not. */
  async look(documentKey: string): Promise<void> {
    const session = this.sessions.find(documentKey);
    if (!session) return;
    const document = await this.documents.find(documentKey);
    for (const connection of session.connections) {
      if (connection.phase !== 'waiting' || !document) continue;
      if (document.masterBlob !== null) await this.admit(connection, session, document);
      else if (document.failure && document.state !== 'opening') refuse(connection, document.failure);
    }
    this.presence.announce(session);
  }

  /** Keys that somebody here waits for. */
  waitingKeys(): string[] {
    return [...this.sessions.all()]
      .filter((session) => [...session.connections].some((connection) => connection.phase === 'waiting'))
      .map((session) => session.documentKey);
  }

  /** Whether a connection of the running process stands behind a participant row. */
  knows(documentKey: string, connectionId: string): boolean {
    const session = this.sessions.find(documentKey);
    return (
      session !== undefined && [...session.connections].some((connection) => connection.id === connectionId)
    );
  }

  private hear(session: EditingSession, message: ReplicaMessage): void {
    if (message.type === 'awareness') this.presence.showAwareness(session, message.frame);
    else if (message.type === 'frame') session.broadcastFrame(message.frame);
    else {
      this.presence.repeatAwareness(session);
      this.look(session.documentKey).catch((error: unknown) =>
        this.logger.error(`cannot look: ${String(error)}`),
      );
    }
  }

  private async admit(
    connection: EditorConnection,
    session: EditingSession,
    document: DocumentEntity,
  ): Promise<void> {
    if (connection.phase !== 'waiting') return;
    connection.phase = 'catching-up';
    this.beginGeneration(session, document);
    connection.generation = document.generation;
    const { expire } = this.config.services.CoAuthoring;
    const { masterBlob, masterDigest, documentType, key: documentKey, originFormat } = document;
    const claims = {
      documentKey,
      userId: connection.userId,
      userName: connection.userName,
      canEdit: connection.canEdit,
    };
    const fileName = `${documentKey}.${documentType === 'word' ? 'docx' : originFormat}`;
    connection.send({
      type: 'opened',
      body: {
        connectionId: connection.id,
        sessionToken: await this.tokens.signSession(claims),
        generation: document.generation,
        masterUrl: this.links.sign('', { blob: masterBlob ?? '', fileName }, expire.sessionabsolute),
        masterDigest: masterDigest ?? '',
        documentType: documentType ?? 'word',
        fileType: originFormat,
        title: document.title,
        canEdit: connection.canEdit,
        ...(connection.readOnlyReason ? { readOnlyReason: connection.readOnlyReason } : {}),
        ...(document.base ? { base: document.base as never } : {}),
        lastSeq: document.lastSeq,
        user: { id: connection.userId, name: connection.userName },
      },
    });
    await this.catchUp.bring(connection, session);
    this.presence.sendAwarenessTo(connection, session);
  }

  /** A key that was opened anew has another master; who still shows the old one must not get its changes. */
  private beginGeneration(session: EditingSession, document: DocumentEntity): void {
    if (session.generation === document.generation) return;
    session.generation = document.generation;
    session.knownSeq = document.lastSeq;
    session.changesBytes = document.changesBytes;
    for (const connection of session.connections) {
      if (connection.phase === 'live' && connection.generation !== document.generation) {
        connection.close(CLOSE_CODES.documentGone, 'the document was opened anew');
      }
    }
  }
}

function refuse(connection: EditorConnection, failure: { code: string; message: string }): void {
  const editorCode = failure.code in errors ? errors[failure.code as ErrorCode].editor : -1;
  connection.send({ type: 'refused', body: { code: failure.code, editorCode, message: failure.message } });
  connection.close(CLOSE_CODES.accessDenied, failure.code);
}
