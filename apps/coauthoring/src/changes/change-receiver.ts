import type { Config } from '#libs/config';
import { CONFIG } from '#libs/platform';
import { encodeServerMessage, type OutgoingChange } from '#libs/protocol';
import { Inject, Injectable } from '@nestjs/common';
import * as Y from 'yjs';
import type { EditingSession } from '../session/editing-session.js';
import type { EditorConnection } from '../session/editor-connection.js';
import { SessionRegistry } from '../session/session-registry.js';
import { ChangeAppender } from './change-appender.js';

/** Checks changes, shows them to the others at once and queues them for storing. */
@Injectable()
export class ChangeReceiver {
  private readonly maxChangesBytes: number;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly sessions: SessionRegistry,
    private readonly appender: ChangeAppender,
  ) {
    this.maxChangesBytes = config.services.CoAuthoring.editor.maxChangesSize;
  }

  /** `frame` is what the changes came in; the others can read it as it is when all of it is taken. */
  receive(connection: EditorConnection, changes: readonly OutgoingChange[], frame?: Uint8Array): void {
    const session = this.sessions.find(connection.documentKey);
    const accepted = changes.filter((change) => {
      const problem = this.problemOf(connection, session, change);
      if (problem) connection.send({ type: 'change-refused', body: { counter: change.counter, ...problem } });
      return problem === undefined;
    });
    if (!session || accepted.length === 0) return;
    // peers see it before it is stored (research/relay.md, design 3); `committed` follows for everybody
    const isWhole = frame !== undefined && accepted.length === changes.length;
    const shown = isWhole ? frame : encodeServerMessage({ type: 'changes', changes: accepted });
    session.broadcastFrame(shown, connection);
    for (const { clientId, counter, update } of accepted) {
      this.appender.enqueue({
        session,
        connection,
        key: connection.documentKey,
        generation: session.generation,
        clientId,
        counter,
        authorIndex: connection.index,
        userId: connection.userId,
        userName: connection.userName,
        payload: update,
      });
    }
  }

  private problemOf(
    connection: EditorConnection,
    session: EditingSession | undefined,
    change: OutgoingChange,
  ): { code: string; message: string } | undefined {
    if (!session || connection.phase !== 'live' || !connection.canEdit) {
      return { code: 'not-allowed', message: 'You can only view this document; your change was not taken.' };
    }
    if (session.changesBytes + change.update.byteLength > this.maxChangesBytes) {
      const allowed = megabytes(this.maxChangesBytes);
      return {
        code: 'changes-too-large',
        message: `The changes since the last save would exceed ${allowed} (setting editor.maxChangesSize). Close the document so that it is saved, then go on.`,
      };
    }
    if (!isWellFormed(change.update)) {
      return { code: 'malformed-message', message: 'The change could not be read; it was not taken.' };
    }
    return undefined;
  }
}

/** Only the structure: the relay never applies an update. A broken one would spoil every later save. */
function isWellFormed(update: Uint8Array): boolean {
  try {
    Y.parseUpdateMeta(update);
    return true;
  } catch {
    // whatever the reader stumbled over: it is not an update
    return false;
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
