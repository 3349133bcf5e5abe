import type { ComponentType } from 'react';
import type { Awareness } from 'y-protocols/awareness';
import type { BaseIdentity } from '../session/connection-events.js';

export interface SurfaceOptions {
  readonly master: Uint8Array;
  readonly documentId: string;
  /** who edits in this window; `id` is unique to the window, so that one user in two windows has two cursors */
  readonly editor: { readonly id: string; readonly name: string; readonly color: string };
}

export interface SurfaceViewProps {
  readonly isDark: boolean;
  /** whether the editing tools are shown at all; a viewer has none */
  readonly hasTools: boolean;
  /** whether the text has the keyboard as soon as it is there */
  readonly takesFocus: boolean;
  /** percent; absent: fit the width */
  readonly zoom?: number;
  /** the first page is on the screen */
  readonly onShown: () => void;
}

export interface SurfaceFault {
  readonly description: string;
  readonly isRepaired: boolean;
}

/** One document type's editing area: everything the shell and the session need to know of it. */
export interface DocumentSurface {
  /** what proves that this replica computed the same base document as the others */
  readonly base: BaseIdentity;
  /** cursors and selections of everybody */
  readonly awareness: Awareness;
  readonly View: ComponentType<SurfaceViewProps>;
  /** Brings in changes of others; one step for many updates. */
  applyRemote(updates: readonly Uint8Array[]): void;
  /** Own edits, undo and redo included; one small update each. */
  onLocalChange(listener: (update: Uint8Array) => void): () => void;
  /** Hands out edits that are still on their way inside the engine. */
  flush(): void;
  /** Whether changes are missing that later ones build on. */
  hasGaps(): boolean;
  /**
   * The surface noticed a mistake of its own. It has repaired itself when `isRepaired`: the document is as the others
   * see it, but the user's last step may be gone. Otherwise it must not be used any more.
   */
  onFault(listener: (fault: SurfaceFault) => void): () => void;
  setReadOnly(isReadOnly: boolean): void;
  /** The colour of this user's cursor at the others. */
  setColor(color: string): void;
  /** The document as it is in this window, as a file. */
  copy(): Uint8Array;
  undo(): boolean;
  redo(): boolean;
  destroy(): void;
}

/** What a surface's chunk exports. */
export interface SurfaceModule {
  /** @throws SurfaceError when the document cannot be shown */
  openSurface(options: SurfaceOptions): Promise<DocumentSurface>;
}

/** The document cannot be shown; `message` is a sentence for people. */
export class SurfaceError extends Error {
  override readonly name = 'SurfaceError';
}
