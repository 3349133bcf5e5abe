import type { PendingChange } from '#libs/persistence';
import type { EditingSession } from '../session/editing-session.js';
import type { EditorConnection } from '../session/editor-connection.js';

/** A change that waits for its commit. */
export interface QueuedChange extends PendingChange {
  readonly session: EditingSession;
  readonly connection: EditorConnection;
}
