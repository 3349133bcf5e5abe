import type * as Y from 'yjs';
import type { DeltaStep } from '../tokens/token-wire.js';
import type { ShadowNode } from '../tree/shadow-node.js';
import type { ShadowTree } from '../tree/shadow-tree.js';
import type { EditSummary } from './edit-summary.js';
import type { SharedObjects } from './shared-objects.js';

/** An element whose children are shared one by one, bound to one Yjs type. */
export interface Container {
  readonly sharedId: string;
  readonly node: ShadowNode;
  /** The Yjs type that holds the children. */
  readonly shared: Y.Text | Y.Array<unknown>;
  /** Takes the children as they are now for what the Yjs type says. */
  read(): void;
  /** Writes the children as they are now into a Yjs type that is still empty. */
  write(): void;
  /** Shares what the local user changed: the children that differ from what was shared before. */
  publish(changed: ReadonlySet<ShadowNode>): EditSummary | null;
  /** Follows one change of the Yjs type made elsewhere. */
  follow(delta: readonly DeltaStep[]): void;
  /** Builds all children again from the Yjs type. */
  reload(): void;
  /** Binds the container to another node of the tree, which has no children yet. */
  moveTo(node: ShadowNode): void;
  /** The children that are containers or hold some. */
  structures(): ShadowNode[];
  /** Whether the container still says the same as its Yjs type, as far as can be seen cheaply. */
  isConsistent(): boolean;
}

/** What containers need from the document they are part of. */
export interface ContainerHost {
  readonly tree: ShadowTree;
  readonly objects: SharedObjects;
  /** Set by a flow whose paragraphs were added, removed or rebuilt, so that their ids may clash. */
  paragraphsChanged: boolean;
  /** Set by a container that had to change the tree while it shared a local edit. */
  treeCorrected: boolean;
  /** True while the base is being computed: names come from the file then. */
  readonly isSeeding: boolean;
  /** Whether the node is shared piece by piece instead of as one object. */
  isStructure(node: ShadowNode): boolean;
  /** The name of a structural child (a table, a row, …), which is shared now if it was not. */
  share(node: ShadowNode, owner: Container): { readonly id: string; readonly shell: string | null };
  /** The node for a structural child that a peer added; null when its shell cannot be read or it already stands elsewhere. */
  load(id: string, shell: string | null, owner: Container): ShadowNode | null;
}
