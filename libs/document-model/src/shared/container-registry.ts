import type * as Y from 'yjs';
import { applyAttributesJson, attributesJsonOf, nodeFromJson, shellJsonOf } from '../tree/node-json.js';
import type { ShadowNode } from '../tree/shadow-node.js';
import type { ShadowTree } from '../tree/shadow-tree.js';
import { holdsParagraphs, isFlow, isStoryRoot } from '../tree/structure.js';
import type { DeltaStep } from '../tokens/token-wire.js';
import type { Container, ContainerHost } from './container.js';
import { FlowContainer } from './flow-container.js';
import { ListContainer } from './list-container.js';
import type { SharedObjects } from './shared-objects.js';

type Mode = 'write' | 'mirror' | 'idle';

interface Entry {
  readonly container: Container;
  /** The element without children, for replicas that do not know it; null for elements of the base. */
  readonly shell: string | null;
  /** The container whose child this is. A child that moves elsewhere is shared anew under another name. */
  owner: Container | null;
  /** The attributes the element began with: an undo goes back to them. */
  readonly firstAttributes: string | null;
  attributes: string | null;
}

/** Nested structures of a hostile update are cut off here. */
const MAX_NESTING = 60;

/** All containers of a document by name and by node. */
export class ContainerRegistry implements ContainerHost {
  paragraphsChanged = false;
  treeCorrected = false;
  private entries = new Map<string, Entry>();
  private byNode = new WeakMap<ShadowNode, Container>();
  private readonly watched = new Set<string>();
  private readonly loading: string[] = [];
  private readonly loaded = new Set<string>();
  private readonly created = new Set<Container>();
  private readonly unshared = new WeakSet<Container>();
  private mode: Mode = 'idle';

  constructor(
    private readonly doc: Y.Doc,
    readonly tree: ShadowTree,
    readonly objects: SharedObjects,
    private readonly mintName: () => string,
    private readonly onEvent: (
      container: string,
      readDelta: () => readonly DeltaStep[],
      transaction: Y.Transaction,
    ) => void,
  ) {}

  get isSeeding(): boolean {
    return this.mode !== 'idle';
  }

  /** Binds the parts of the base: `write` fills the shared document, `mirror` finds it filled already. */
  bindBase(mode: 'write' | 'mirror'): void {
    this.entries.clear();
    this.byNode = new WeakMap();
    this.mode = mode;
    try {
      for (const name of [...this.tree.parts.keys()].toSorted()) this.bindRoot(name);
    } finally {
      this.mode = 'idle';
      this.created.clear();
    }
  }

  /** Shares the root of a part; false when it holds bare text and can only be shared as a whole. */
  bindRoot(partName: string): boolean {
    const root = this.tree.parts.get(partName)?.root;
    if (root === undefined || root.children.some((child) => child.isText)) return false;
    this.bind(root, `${partName}#0`, null, null);
    return true;
  }

  /** Shows a part that a peer added. */
  loadRoot(partName: string): void {
    const root = this.tree.parts.get(partName)?.root;
    if (root === undefined) return;
    const container = this.create(`${partName}#0`, root, null, null);
    this.created.add(container);
    container.reload();
  }

  isStructure(node: ShadowNode): boolean {
    return holdsParagraphs(node) && isStoryRoot(node.root());
  }

  share(node: ShadowNode, owner: Container): { readonly id: string; readonly shell: string | null } {
    const bound = this.byNode.get(node);
    const entry = bound === undefined ? undefined : this.entries.get(bound.sharedId);
    if (entry !== undefined && entry.owner === owner)
      return { id: entry.container.sharedId, shell: entry.shell };
    // The old name may come back by an undo while the node still stands here under the new one.
    if (entry !== undefined) this.leaveNode(entry);
    const id = this.isSeeding ? node.id : this.mintName();
    const shell = this.isSeeding ? null : shellJsonOf(node);
    this.bind(node, id, shell, owner);
    return { id, shell };
  }

  load(id: string, shell: string | null, owner: Container): ShadowNode | null {
    // Two people who bring the same thing back put its name there twice; what is loaded may not hang in the tree yet.
    if (this.loaded.has(id) || this.loading.includes(id) || this.loading.length > MAX_NESTING) return null;
    const known = this.entries.get(id);
    if (known !== undefined && this.tree.isLive(known.container.node)) return null;
    this.loading.push(id);
    try {
      const node = known === undefined ? this.loadNew(id, shell, owner) : this.revive(known, owner);
      if (node !== null) this.loaded.add(id);
      return node;
    } finally {
      this.loading.pop();
    }
  }

  /** The container bound to a node, if it is the one the node has now. */
  of(node: ShadowNode): Container | undefined {
    return this.byNode.get(node);
  }

  byName(id: string): Container | undefined {
    return this.entries.get(id)?.container;
  }

  isCurrent(container: Container): boolean {
    return this.byNode.get(container.node) === container && this.tree.isLive(container.node);
  }

  /** Starts to remember which containers are read or written as a whole: those hold the newest state already. */
  beginPass(): void {
    this.created.clear();
    this.loaded.clear();
    this.objects.beginPass();
  }

  isFresh(container: Container): boolean {
    return this.created.has(container);
  }

  /** The local user changed what is inside and removed it in the same step, so nobody else knows of the change. */
  noteUnshared(container: Container): void {
    this.unshared.add(container);
  }

  /** The attributes of a container's element if they differ from what is shared; remembers them as shared. */
  changedAttributes(container: Container): string | null {
    const entry = this.entries.get(container.sharedId);
    const now = attributesJsonOf(container.node);
    if (entry === undefined || entry.attributes === now) return null;
    entry.attributes = now;
    return now ?? '[[],[]]';
  }

  /** Puts shared attributes on a container's element; without any it gets back those it began with. */
  applyAttributes(id: string, json: string | null): void {
    const entry = this.entries.get(id);
    if (entry === undefined) return;
    applyAttributesJson(entry.container.node, json ?? entry.firstAttributes);
    entry.attributes = attributesJsonOf(entry.container.node);
  }

  /** All live containers, outer ones before inner ones. */
  *liveFrom(root: ShadowNode): Generator<Container> {
    const container = this.byNode.get(root);
    if (container === undefined) return;
    yield container;
    for (const child of container.structures()) yield* this.liveFrom(child);
  }

  private bind(node: ShadowNode, id: string, shell: string | null, owner: Container | null): void {
    this.objects.release(node);
    const container = this.create(id, node, shell, owner);
    this.created.add(container);
    if (this.mode === 'mirror') container.read();
    else container.write();
  }

  private loadNew(id: string, shell: string | null, owner: Container): ShadowNode | null {
    const node = shell === null ? null : nodeFromJson(shell, this.tree);
    if (node === null || node.isText) return null;
    node.setChildren([]);
    const container = this.create(id, node, shell, owner);
    this.created.add(container);
    container.reload();
    return node;
  }

  private revive(entry: Entry, owner: Container): ShadowNode {
    const { container } = entry;
    entry.owner = owner;
    if (this.canReturn(container)) this.tree.adopt(container.node);
    else this.leaveNode(entry);
    // Nothing inside was followed while it was not shown.
    for (const inner of this.liveFrom(container.node)) {
      this.created.add(inner);
      inner.reload();
    }
    return container.node;
  }

  /** Whether the nodes of a container that left the tree still say what was shared last. */
  private canReturn(container: Container): boolean {
    if (!this.tree.canReturn(container.node)) return false;
    for (const inner of this.liveFrom(container.node)) if (this.unshared.has(inner)) return false;
    return true;
  }

  /** Binds a container to an empty element with the attributes that are shared; its children are built when it is loaded. */
  private leaveNode({ container, attributes }: Entry): void {
    const { node } = container;
    const copy = this.tree.createElement(node.kind, node.localName);
    copy.namespaceUri = node.namespaceUri;
    copy.prefix = node.prefix;
    applyAttributesJson(copy, attributes);
    if (this.byNode.get(node) === container) this.byNode.delete(node);
    container.moveTo(copy);
    this.byNode.set(copy, container);
    this.unshared.delete(container);
  }

  private create(id: string, node: ShadowNode, shell: string | null, owner: Container | null): Container {
    const flow = isFlow(node) || this.doc.share.has(`t:${id}`);
    const container = flow
      ? new FlowContainer(id, node, this.doc.getText(`t:${id}`), this)
      : new ListContainer(id, node, this.doc.getArray(`l:${id}`), this);
    const attributes = attributesJsonOf(node);
    this.entries.set(id, { container, shell, owner, attributes, firstAttributes: attributes });
    this.byNode.set(node, container);
    this.watch(id, container);
    return container;
  }

  private watch(id: string, container: Container): void {
    if (this.watched.has(id)) return;
    this.watched.add(id);
    const { onEvent } = this;
    if (container instanceof FlowContainer) {
      container.shared.observe((event, transaction) =>
        onEvent(id, () => event.delta as DeltaStep[], transaction),
      );
    } else if (container instanceof ListContainer) {
      container.shared.observe((_event, transaction) => onEvent(id, () => [], transaction));
    }
  }
}
