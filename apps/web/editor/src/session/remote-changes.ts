import type { DocumentSurface } from '../surface/document-surface.js';

/** Changes may arrive out of order for a moment; a gap that lasts longer means that one was lost. */
const GAP_MAY_LAST = 5_000;

export interface RemoteChangesEvents {
  /** An update could not be read and was left out. */
  unreadable(problem: string): void;
  /** A change is missing that others build on. */
  gap(): void;
}

/** Brings the changes of others into the surface, also those that arrive before it is there. */
export class RemoteChanges {
  private surface: DocumentSurface | null = null;
  private waiting: Uint8Array[] = [];
  private gapTimer: ReturnType<typeof setTimeout> | undefined;
  /** a gap that the whole log does not fill cannot be filled by asking again */
  private hasAsked = false;

  constructor(private readonly events: RemoteChangesEvents) {}

  /** The surface is there now. */
  flowInto(surface: DocumentSurface): void {
    this.surface = surface;
    this.take(this.waiting.splice(0));
  }

  take(updates: readonly Uint8Array[]): void {
    const { surface } = this;
    if (updates.length === 0) return;
    if (!surface) {
      this.waiting.push(...updates);
      return;
    }
    try {
      surface.applyRemote(updates);
    } catch (error) {
      this.takeOneByOne(updates, error);
    }
    this.watchGaps(surface);
  }

  stop(): void {
    clearTimeout(this.gapTimer);
  }

  /** One update that cannot be read must not keep the others out; every replica leaves out the same one. */
  private takeOneByOne(updates: readonly Uint8Array[], cause: unknown): void {
    if (updates.length > 1) for (const update of updates) this.take([update]);
    else this.events.unreadable(cause instanceof Error ? cause.message : String(cause));
  }

  private watchGaps(surface: DocumentSurface): void {
    clearTimeout(this.gapTimer);
    if (!surface.hasGaps()) {
      this.hasAsked = false;
      return;
    }
    if (this.hasAsked) return;
    this.gapTimer = setTimeout(() => {
      if (!surface.hasGaps()) return;
      this.hasAsked = true;
      this.events.gap();
    }, GAP_MAY_LAST);
  }
}
