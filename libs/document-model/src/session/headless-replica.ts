import {
  createCollaborationDocumentPort,
  type CollaborationDocumentPort,
} from '@docx-editor.dev/core/collaboration/replication';
import { TreePackageStore } from '@docx-editor.dev/core/store';
import { WordDocumentError } from '../errors.js';
import { openMaster, type OpenedMaster } from '../open-master.js';
import { WordSession, type WordSessionOptions } from './word-session.js';

/** An engine without a view, with a session attached. */
export interface HeadlessReplica {
  readonly session: WordSession;
  readonly port: CollaborationDocumentPort;
  readonly store: TreePackageStore;
  readonly master: OpenedMaster;
}

/** Opens a master for the assembler, for checks on the server and for tests. */
export function createHeadlessReplica(
  master: Uint8Array | OpenedMaster,
  options: Partial<Omit<WordSessionOptions, 'master'>> = {},
): HeadlessReplica {
  const opened = master instanceof Uint8Array ? openMaster(master) : master;
  const main = opened.package.parts.get(opened.package.mainDocumentPart);
  if (main === undefined) throw new WordDocumentError('not-a-document', 'The package has no main document.');
  const store = new TreePackageStore(opened.package, main);
  const documentId = options.documentId ?? 'headless';
  const identity = options.identity ?? { actorId: 'headless', name: 'Headless', role: 'agent' };
  const session = new WordSession({ ...options, master: opened, documentId, identity });
  const port = createCollaborationDocumentPort(store, { documentId });
  session.attach(port);
  return { session, port, store, master: opened };
}
