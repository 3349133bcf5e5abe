import type {
  CollaborationEditorSelection,
  CollaborationLocalSelection,
  CollaborationRemoteSelection,
  CollaborationSelectionMove,
} from '@docx-editor.dev/core/collaboration';
import type { CollaborationDocumentPort } from '@docx-editor.dev/core/collaboration/replication';
import type { SharedDocument } from '../shared/shared-document.js';
import { CaretPositions, type CaretPosition } from './caret-positions.js';
import type { Presence, SharedSelection } from './presence.js';

interface NodeSelection {
  readonly anchor: CaretPosition;
  readonly head: CaretPosition;
}

/** Keeps the local selection beside its characters while others edit, and shows theirs here. */
export class SelectionKeeper {
  private readonly carets: CaretPositions;
  private local: NodeSelection | null = null;
  private remembered: { readonly from: NodeSelection; readonly shared: SharedSelection } | null = null;
  private moved: CollaborationSelectionMove | null = null;

  constructor(
    shared: SharedDocument,
    private readonly presence: Presence,
    private readonly port: () => CollaborationDocumentPort | null,
  ) {
    this.carets = new CaretPositions(shared);
  }

  setByStableIds(selection: CollaborationLocalSelection | null): void {
    const port = this.port();
    const nodeOf = (paragraphId: string) => port?.paragraphByStableId(paragraphId)?.nodeId;
    const anchorNode = selection === null ? undefined : nodeOf(selection.anchor.paragraphId);
    const headNode = selection === null ? undefined : nodeOf(selection.head.paragraphId);
    if (selection === null || anchorNode === undefined || headNode === undefined) {
      // Files without stable ids publish through setByNodes; a cleared selection is cleared for all.
      if (selection === null) this.set(null);
      return;
    }
    const { anchor, head, kind } = selection;
    this.set(
      {
        anchor: { nodeId: anchorNode, offset: anchor.offset },
        head: { nodeId: headNode, offset: head.offset },
      },
      kind,
    );
  }

  setByNodes(selection: NodeSelection | null): void {
    this.set(selection);
  }

  /** The local selection in shared form. */
  current(): SharedSelection | null {
    return this.local === null ? null : this.share(this.local);
  }

  /** Before a change from elsewhere: where the selection is now. */
  remember(): void {
    this.moved = null;
    const shared = this.current();
    this.remembered = this.local === null || shared === null ? null : { from: this.local, shared };
  }

  /** After it: where the same characters are. */
  move(): void {
    if (this.remembered === null) return;
    const to = this.resolve(this.remembered.shared);
    if (to !== null) {
      this.moved = { from: this.remembered.from, to };
      this.local = to;
    }
    this.remembered = null;
  }

  lastMove(): CollaborationSelectionMove | null {
    return this.moved;
  }

  restore(saved: unknown): CollaborationLocalSelection | null {
    const selection = saved === null || saved === undefined ? null : this.resolve(saved as SharedSelection);
    const port = this.port();
    const stable = (nodeId: string) => port?.paragraphByNodeId(nodeId)?.paragraphId;
    const anchor = selection === null ? undefined : stable(selection.anchor.nodeId);
    const head = selection === null ? undefined : stable(selection.head.nodeId);
    if (selection === null || anchor === undefined || head === undefined) return null;
    return {
      anchor: { paragraphId: anchor, offset: selection.anchor.offset },
      head: { paragraphId: head, offset: selection.head.offset },
    };
  }

  remote(): CollaborationRemoteSelection[] {
    const port = this.port();
    return this.presence.selections().flatMap(({ identity, selection }) => {
      const place = this.resolve(selection);
      if (place === null) return [];
      // Without a stable id the engine finds the paragraph by its node id.
      const address = ({ nodeId, offset }: CaretPosition) => ({
        paragraphId: port?.paragraphByNodeId(nodeId)?.paragraphId ?? nodeId,
        nodeId,
        offset,
      });
      const { actorId, name, color } = identity;
      return [
        {
          actorId,
          name,
          ...(color === undefined ? {} : { color }),
          anchor: address(place.anchor),
          head: address(place.head),
          ...(selection.kind === undefined ? {} : { kind: selection.kind }),
        },
      ];
    });
  }

  private set(selection: NodeSelection | null, kind?: 'cells'): void {
    this.local = selection;
    this.moved = null;
    const shared = selection === null ? null : this.share(selection);
    this.presence.publish(shared === null || kind === undefined ? shared : { ...shared, kind });
  }

  private share(selection: NodeSelection): SharedSelection | null {
    const anchor = this.carets.toShared(selection.anchor);
    const head = this.carets.toShared(selection.head);
    return anchor === null || head === null ? null : { anchor, head };
  }

  private resolve(selection: SharedSelection): CollaborationEditorSelection | null {
    const anchor = this.carets.fromShared(selection.anchor);
    const head = this.carets.fromShared(selection.head);
    return anchor === null || head === null ? null : { anchor, head };
  }
}
