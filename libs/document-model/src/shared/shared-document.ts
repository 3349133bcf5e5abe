import type { OoxmlPackage } from '@docx-editor.dev/core/store';
import * as Y from 'yjs';
import { jsonOf, nodeFromJson, shellJsonOf } from '../tree/node-json.js';
import type { ShadowNode } from '../tree/shadow-node.js';
import { ShadowTree, type ShadowPart } from '../tree/shadow-tree.js';
import { isStoryRoot } from '../tree/structure.js';
import type { DeltaStep } from '../tokens/token-wire.js';
import { sha256 } from './canonical-form.js';
import type { Container } from './container.js';
import { ContainerRegistry } from './container-registry.js';
import type { EditSummary } from './edit-summary.js';
import { FlowContainer } from './flow-container.js';
import { repeatedIdsOf, settleParagraphIds, type NamedParagraph } from './paragraph-ids.js';
import { LOCAL_ORIGIN, SEED_CLIENT, SEED_ORIGIN, sharedMapsOf, type SharedMaps } from './shared-types.js';
import { SharedObjects } from './shared-objects.js';

/** What a local edit did, before it is shared. */
export interface LocalChange {
  readonly touched: ReadonlySet<ShadowNode>;
  readonly addedParts: ReadonlyMap<string, ShadowPart>;
  readonly removedParts: ReadonlySet<string>;
  /** Writes to the maps of package-level things. */
  readonly writeMaps: (maps: SharedMaps) => void;
}

interface PendingEvent {
  readonly container: string;
  readonly delta: readonly DeltaStep[];
}

/**
 * The document as a tree and as a Y.Doc, kept equal. The base is computed from the file under a fixed client id,
 * so that every replica has it without sending it; only what differs from it travels.
 */
export class SharedDocument {
  readonly doc = new Y.Doc({ gc: true });
  readonly maps: SharedMaps = sharedMapsOf(this.doc);
  readonly tree: ShadowTree;
  readonly objects: SharedObjects;
  readonly containers: ContainerRegistry;
  readonly baseStateVector: Uint8Array;
  private encodedBase: Uint8Array | null;
  private digestOfBase = '';
  /** Different in every session; part of everything named here. */
  readonly sessionKey: string;
  private pending: PendingEvent[] = [];
  private minted = 0;
  private repeatedInBase: ReadonlySet<string> | null = null;

  constructor(base: OoxmlPackage) {
    const editingClient = this.doc.clientID === SEED_CLIENT ? SEED_CLIENT + 1 : this.doc.clientID;
    this.sessionKey = editingClient.toString(36);
    this.tree = new ShadowTree(base, this.sessionKey);
    const mintName = () => `${this.sessionKey}.${this.minted++}`;
    this.objects = new SharedObjects(this.tree, this.maps.objects, mintName);
    this.containers = new ContainerRegistry(
      this.doc,
      this.tree,
      this.objects,
      mintName,
      (id, readDelta, transaction) => {
        if (transaction.origin !== LOCAL_ORIGIN && transaction.origin !== SEED_ORIGIN)
          this.noteEvent(id, readDelta);
      },
    );
    this.doc.clientID = SEED_CLIENT;
    this.doc.transact(() => this.containers.bindBase('write'), SEED_ORIGIN);
    this.doc.clientID = editingClient;
    this.baseStateVector = Y.encodeStateVector(this.doc);
    this.encodedBase = Y.encodeStateAsUpdate(this.doc);
  }

  /** SHA-256 of the base as Yjs encodes it. */
  get baseDigest(): string {
    if (this.encodedBase !== null) this.digestOfBase = sha256(this.encodedBase);
    this.encodedBase = null;
    return this.digestOfBase;
  }

  /** Shares a local edit as one transaction. `beforeCommit` learns what it was while the transaction is still open. */
  publish(change: LocalChange, beforeCommit: (edits: readonly EditSummary[]) => void = () => {}): void {
    this.doc.transact(() => {
      const edits: EditSummary[] = [];
      this.containers.beginPass();
      change.writeMaps(this.maps);
      for (const name of change.removedParts) this.maps.parts.set(name, { removed: true });
      for (const [name, part] of change.addedParts) this.shareNewPart(name, part);
      const affected = this.affectedBy(change.touched);
      for (const [container, children] of affected.containers) {
        if (!this.containers.isCurrent(container)) {
          this.containers.noteUnshared(container);
          continue;
        }
        if (this.containers.isFresh(container)) continue;
        const edit = container.publish(children);
        if (edit !== null) edits.push(edit);
        const attributes = this.containers.changedAttributes(container);
        if (attributes !== null) this.maps.shells.set(container.sharedId, attributes);
      }
      for (const name of affected.wholeParts) this.shareWholePart(name);
      beforeCommit(edits);
    }, LOCAL_ORIGIN);
  }

  /** Brings the tree up to the shared document after a transaction made elsewhere. */
  follow(transaction: Y.Transaction): void {
    const events = this.pending;
    this.pending = [];
    this.containers.beginPass();
    this.followParts(changedKeys(transaction, this.maps.parts));
    this.followContainers(events);
    for (const id of changedKeys(transaction, this.maps.shells)) this.followShell(id);
    for (const id of changedKeys(transaction, this.maps.objects)) this.objects.refresh(id);
    this.settleParagraphIds();
  }

  /** Builds the whole tree again from the base and the shared document. */
  rebuild(): void {
    this.pending = [];
    this.tree.reset();
    this.objects.forgetNodes();
    this.containers.bindBase('mirror');
    this.containers.beginPass();
    this.followParts(this.maps.parts.keys());
    for (const part of this.tree.parts.values()) {
      for (const container of this.containers.liveFrom(part.root))
        if (!this.containers.isFresh(container)) container.reload();
    }
    for (const id of this.maps.shells.keys()) this.followShell(id);
    for (const id of this.maps.objects.keys()) this.objects.refresh(id);
    this.containers.paragraphsChanged = true;
    this.settleParagraphIds();
  }

  /** After a local edit: whether the tree had to differ from what the engine made of it. */
  settle(): boolean {
    const corrected = this.containers.treeCorrected;
    this.containers.treeCorrected = false;
    return this.settleParagraphIds() || corrected;
  }

  /** Gives paragraphs that share an id ids of their own; true when that changed the tree. */
  private settleParagraphIds(): boolean {
    if (!this.containers.paragraphsChanged) return false;
    this.containers.paragraphsChanged = false;
    this.repeatedInBase ??= repeatedIdsOf(this.tree.base);
    return settleParagraphIds(this.namedParagraphs(), this.repeatedInBase);
  }

  private *namedParagraphs(): Generator<NamedParagraph> {
    for (const name of [...this.tree.parts.keys()].toSorted()) {
      const root = this.tree.parts.get(name)?.root;
      if (root === undefined || !isStoryRoot(root)) continue;
      for (const container of this.containers.liveFrom(root))
        if (container instanceof FlowContainer) yield* container.paragraphIds();
    }
  }

  /** The flow a paragraph stands in, if its text is shared character by character. */
  flowOf(paragraph: ShadowNode): FlowContainer | null {
    const container = paragraph.parent === null ? undefined : this.containers.of(paragraph.parent);
    return container instanceof FlowContainer ? container : null;
  }

  flowNamed(id: string): FlowContainer | null {
    const container = this.containers.byName(id);
    return container instanceof FlowContainer && this.containers.isCurrent(container) ? container : null;
  }

  private noteEvent(container: string, readDelta: () => readonly DeltaStep[]): void {
    const bound = this.containers.byName(container);
    // A container that is not shown is read as a whole when it is shown again.
    if (bound !== undefined && this.tree.isLive(bound.node))
      this.pending.push({ container, delta: readDelta() });
  }

  private followContainers(events: readonly PendingEvent[]): void {
    const ordered = events
      .map((event) => ({ event, depth: depthOf(this.containers.byName(event.container)?.node) }))
      .toSorted((a, b) => a.depth - b.depth);
    for (const { event } of ordered) {
      const container = this.containers.byName(event.container);
      if (
        container === undefined ||
        !this.containers.isCurrent(container) ||
        this.containers.isFresh(container)
      )
        continue;
      container.follow(event.delta);
      if (!container.isConsistent()) container.reload();
    }
  }

  private followShell(id: string): void {
    const json = this.maps.shells.get(id);
    this.containers.applyAttributes(id, typeof json === 'string' ? json : null);
  }

  private followParts(names: Iterable<string>): void {
    for (const name of names) {
      const value = readPart(this.maps.parts.get(name));
      const known = this.tree.parts.get(name);
      const base = this.tree.base.parts.get(name);
      if (value === 'removed' || (value === null && base === undefined)) this.tree.parts.delete(name);
      else if (value === null && known === undefined && base !== undefined) this.restoreBasePart(name);
      else if (value !== null && 'shell' in value && known === undefined)
        this.showPart(name, value.shell, value.contentType);
      else if (value !== null && 'content' in value) this.replacePart(name, value.content, known);
    }
  }

  private restoreBasePart(name: string): void {
    const part = this.tree.base.parts.get(name);
    if (part === undefined) return;
    this.tree.addBasePart(name, part);
    this.containers.loadRoot(name);
  }

  private showPart(name: string, shell: string, contentType: string): void {
    const root = nodeFromJson(shell, this.tree);
    if (root === null || root.isText) return;
    root.setChildren([]);
    this.tree.addPart(name, contentType, root);
    this.containers.loadRoot(name);
  }

  private replacePart(name: string, content: string, known: ShadowPart | undefined): void {
    const root = nodeFromJson(content, this.tree);
    if (root === null || root.isText) return;
    if (known === undefined) this.tree.addPart(name, 'application/xml', root);
    else known.root = root;
  }

  private shareNewPart(name: string, part: ShadowPart): void {
    if (part.root.children.some((child) => child.isText)) this.shareWholePart(name);
    else {
      this.maps.parts.set(name, { shell: shellJsonOf(part.root), type: part.part.contentType });
      this.containers.bindRoot(name);
    }
  }

  private shareWholePart(name: string): void {
    const part = this.tree.parts.get(name);
    if (part !== undefined) this.maps.parts.set(name, { content: jsonOf(part.root) });
  }

  /** Lifts touched nodes to the containers that share them. */
  private affectedBy(touched: ReadonlySet<ShadowNode>): {
    containers: Map<Container, Set<ShadowNode>>;
    wholeParts: Set<string>;
  } {
    const containers = new Map<Container, Set<ShadowNode>>();
    const wholeParts = new Set<string>();
    for (const start of touched) {
      let child: ShadowNode | null = null;
      for (let node: ShadowNode | null = start; node !== null; child = node, node = node.parent) {
        const container = this.containers.of(node);
        if (container !== undefined) {
          const children = containers.get(container) ?? new Set<ShadowNode>();
          if (child !== null) children.add(child);
          containers.set(container, children);
          break;
        }
        if (node.parent === null) {
          for (const part of this.tree.parts.values()) if (part.root === node) wholeParts.add(part.name);
        }
      }
    }
    const outerFirst = [...containers].toSorted(([a], [b]) => depthOf(a.node) - depthOf(b.node));
    return { containers: new Map(outerFirst), wholeParts };
  }
}

function depthOf(node: ShadowNode | undefined): number {
  let depth = 0;
  for (let n = node?.parent ?? null; n !== null; n = n.parent) depth++;
  return depth;
}

function changedKeys(transaction: Y.Transaction, map: Y.Map<unknown>): Iterable<string> {
  const keys = transaction.changed.get(map as Y.AbstractType<unknown> as never);
  return [...((keys ?? []) as Iterable<string | null>)].filter((key): key is string => key !== null);
}

type PartRecord =
  'removed' | { readonly shell: string; readonly contentType: string } | { readonly content: string };

function readPart(value: unknown): PartRecord | null {
  if (typeof value !== 'object' || value === null) return null;
  const { removed, shell, type, content } = value as Record<string, unknown>;
  if (removed === true) return 'removed';
  if (typeof shell === 'string')
    return { shell, contentType: typeof type === 'string' ? type : 'application/xml' };
  return typeof content === 'string' ? { content } : null;
}
