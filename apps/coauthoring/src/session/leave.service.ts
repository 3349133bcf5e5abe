import { DocumentRepository, type DocumentTransaction } from '#libs/persistence';
import { Injectable } from '@nestjs/common';
import { Outbox } from '../callback/outbox.js';
import { ReplicaLink } from '../changes/replica-link.js';
import { apply, present } from '../lifecycle/lifecycle.js';
import { SaveDelay } from '../saving/save-delay.js';
import type { EditingSession } from './editing-session.js';
import type { EditorConnection } from './editor-connection.js';
import { PresenceService } from './presence.service.js';
import { SessionRegistry } from './session-registry.js';

/** A participant is gone: callbacks 1 and 4, and the beginning of the save. */
@Injectable()
export class LeaveService {
  constructor(
    private readonly documents: DocumentRepository,
    private readonly sessions: SessionRegistry,
    private readonly replicas: ReplicaLink,
    private readonly presence: PresenceService,
    private readonly outbox: Outbox,
    private readonly saveDelay: SaveDelay,
  ) {}

  async leave(connection: EditorConnection): Promise<void> {
    if (connection.phase === 'gone') return;
    connection.phase = 'gone';
    const session = this.sessions.find(connection.documentKey);
    if (!session) await this.recordLeaving(connection);
    else await session.inOrder(() => this.leaveSession(connection, session));
  }

  private async leaveSession(connection: EditorConnection, session: EditingSession): Promise<void> {
    // what he sent last must be in the log before anybody decides that there is nothing to save
    await session.flushed();
    session.connections.delete(connection);
    await this.recordLeaving(connection);
    if (this.sessions.removeIfEmpty(session)) await this.replicas.leave(session);
    else this.presence.announce(session);
  }

  private async recordLeaving(connection: EditorConnection): Promise<void> {
    if (connection.clientId !== '') await this.removeParticipant(connection.documentKey, connection.id);
  }

  /** Also for participants of a process that died. */
  async removeParticipant(documentKey: string, connectionId: string): Promise<void> {
    await this.documents.locked(documentKey, (tx) => this.remove(tx, connectionId));
    await this.outbox.wake(documentKey);
    await this.saveDelay.ensureJob(documentKey);
    this.replicas.tell(documentKey, { type: 'look' });
  }

  /** The last editor of a key is gone without a trace of who it was (crash): begin the save. */
  async beginSave(documentKey: string): Promise<void> {
    await this.documents.locked(documentKey, async (tx) => {
      const editors = await tx.editors();
      if (editors.length === 0 && present(tx).lastSeq > 0) await this.startSaving(tx, null);
    });
    await this.saveDelay.ensureJob(documentKey);
  }

  private async remove(tx: DocumentTransaction, connectionId: string): Promise<void> {
    if (!tx.document) return;
    const left = await tx.removeParticipant(connectionId);
    // null: a reconnected connection took its place, so nobody left
    if (!left) return;
    await tx.addToTimeline('left', { user: left.userName, userId: left.userId });
    if (!left.canEdit) return;
    const editors = await tx.editors();
    const action = { type: 0 as const, userid: left.userId };
    if (editors.length > 0) await this.outbox.addEditing(tx, left.index, action);
    else if (tx.document.lastSeq > 0) await this.startSaving(tx, left.userId);
    else await this.outbox.addClosedUnchanged(tx, left.index, action);
  }

  private async startSaving(tx: DocumentTransaction, lastLeaver: string | null): Promise<void> {
    const patch = { lastLeaver, assemblyAttempts: 0, failure: null };
    if (await apply(tx, 'last-editor-left-with-changes', { patch })) {
      await tx.addToTimeline('save-scheduled', { throughSeq: present(tx).lastSeq });
    }
  }
}
