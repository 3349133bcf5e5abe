import * as Y from 'yjs';
import type { EditSummary } from '../shared/edit-summary.js';
import { LOCAL_ORIGIN } from '../shared/shared-types.js';

/** A pause of this many milliseconds ends a burst of typing. */
const BURST_PAUSE = 1_000;
const SELECTION = 'selection';

/** The steps of the person at this replica. Only their own edits are undone; everybody else's stay. */
export class UndoHistory<Selection> {
  private readonly manager: Y.UndoManager;
  private last: EditSummary | null = null;
  private lastGesture: symbol | undefined = undefined;
  private restored: Selection | null = null;

  constructor(doc: Y.Doc, selectionNow: () => Selection | null) {
    this.manager = new Y.UndoManager(doc, {
      trackedOrigins: new Set([LOCAL_ORIGIN]),
      captureTimeout: BURST_PAUSE,
    });
    this.manager.on('stack-item-added', ({ stackItem }) => stackItem.meta.set(SELECTION, selectionNow()));
    this.manager.on('stack-item-popped', ({ stackItem }) => {
      this.restored = (stackItem.meta.get(SELECTION) as Selection | undefined) ?? null;
    });
  }

  /** Decides, inside the transaction of an edit, whether it belongs to the step before it. */
  group(edits: readonly EditSummary[], gesture: symbol | undefined): void {
    const [edit] = edits;
    const single = edits.length === 1 && edit !== undefined ? edit : null;
    const sameGesture = gesture !== undefined && gesture === this.lastGesture;
    if (!sameGesture && !(single !== null && continues(this.last, single))) this.manager.stopCapturing();
    this.last = single;
    this.lastGesture = gesture;
  }

  /** The next edit begins a step of its own. */
  closeStep(): void {
    this.last = null;
    this.manager.stopCapturing();
  }

  canUndo(): boolean {
    return this.manager.canUndo();
  }

  canRedo(): boolean {
    return this.manager.canRedo();
  }

  undo(): boolean {
    this.closeStep();
    return this.manager.undo() !== null;
  }

  redo(): boolean {
    this.closeStep();
    return this.manager.redo() !== null;
  }

  /** What was selected before the edit that was undone or redone last. */
  restoredSelection(): Selection | null {
    return this.restored;
  }

  destroy(): void {
    this.manager.destroy();
  }
}

function continues(last: EditSummary | null, edit: EditSummary): boolean {
  if (last === null || last.kind !== edit.kind || last.container !== edit.container) return false;
  if (edit.kind === 'insert') return edit.from === last.to;
  // Backspace goes to the left, Delete stays where it is.
  return edit.kind === 'delete' && (edit.to === last.from || edit.from === last.from);
}
