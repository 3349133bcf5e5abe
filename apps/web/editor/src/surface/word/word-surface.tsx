import { assembleWord, openMaster, WordDocumentError, WordSession } from '#libs/document-model';
import * as Y from 'yjs';
import { Awareness } from 'y-protocols/awareness';
import {
  SurfaceError,
  type DocumentSurface,
  type SurfaceFault,
  type SurfaceOptions,
} from '../document-surface.js';
import { Switch } from './switch.js';
import { wordView } from './word-view.js';

/** Opens a Word document in this window. Heavy: reads the whole file. */
export async function openSurface({ master, documentId, editor }: SurfaceOptions): Promise<DocumentSurface> {
  await nextPaint();
  // The awareness protocol wants a document only for its id; the shared one is the session's own.
  const awareness = new Awareness(new Y.Doc());
  const identity = { actorId: editor.id, name: editor.name, color: editor.color };
  const session = sessionOf(master, { documentId, identity, awareness });
  const readOnly = new Switch(true);
  return {
    base: session.base,
    awareness,
    View: wordView({ master, session, readOnly, authorName: editor.name }),
    applyRemote: (updates) => session.applyRemote(updates),
    onLocalChange: (listener) => session.onLocalUpdate(listener),
    flush: () => session.flushPendingJournals(),
    hasGaps: () => session.hasMissingDependencies(),
    onFault: (listener) => followFaults(session, listener),
    setReadOnly: (isReadOnly) => {
      session.setReadOnly(isReadOnly);
      readOnly.set(isReadOnly);
    },
    setColor: (color) => awareness.setLocalStateField('identity', { ...identity, color }),
    copy: () => {
      session.flushPendingJournals();
      return assembleWord(master, [session.differenceToBase()]).bytes;
    },
    undo: () => session.undo(),
    redo: () => session.redo(),
    destroy: () => {
      session.destroy();
      awareness.destroy();
    },
  };
}

function sessionOf(
  master: Uint8Array,
  options: Omit<ConstructorParameters<typeof WordSession>[0], 'master'>,
): WordSession {
  try {
    return new WordSession({ ...options, master: openMaster(master), readOnly: true });
  } catch (error) {
    if (error instanceof WordDocumentError) throw new SurfaceError(error.message, { cause: error });
    throw error;
  }
}

/** The session reports a fault before it repairs it; what came of it is known only afterwards. */
function followFaults(session: WordSession, listener: (fault: SurfaceFault) => void): () => void {
  return session.subscribeStatus((status, _code, detail) => {
    if (status !== 'error') return;
    queueMicrotask(() => listener({ description: detail ?? '', isRepaired: session.status() === 'ready' }));
  });
}

/** Lets the page show what step it is at before the processor is busy for a while. */
async function nextPaint(): Promise<void> {
  await new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve, 0));
    // Background tabs paint nothing; the document opens there too.
    setTimeout(resolve, 200);
  });
}
