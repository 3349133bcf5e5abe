import type * as Y from 'yjs';
import { align } from '../tokens/alignment.js';
import type { ShadowNode } from '../tree/shadow-node.js';
import type { Container, ContainerHost } from './container.js';
import type { EditSummary } from './edit-summary.js';
import { uniqueKeyOf } from './unique-children.js';

/** A child as the Y.Array holds it: `s` a structural child, `o` an object; `j` what a new one looks like. */
interface Item {
  readonly s?: string;
  readonly o?: string;
  readonly j?: string;
}

interface Entry {
  readonly key: string;
  readonly item: Item;
  /** Null for an entry that shows nothing: a second copy of something that may stand only once. */
  readonly node: ShadowNode | null;
}

/** An element that holds rows, cells, notes, definitions, … shared as one Y.Array of its children. */
export class ListContainer implements Container {
  private entries: Entry[] = [];

  constructor(
    readonly sharedId: string,
    private element: ShadowNode,
    readonly shared: Y.Array<unknown>,
    private readonly host: ContainerHost,
  ) {}

  get node(): ShadowNode {
    return this.element;
  }

  moveTo(node: ShadowNode): void {
    this.element = node;
    this.entries = [];
  }

  read(): void {
    this.entries = this.element.elementChildren.map((child) => this.entryOf(child));
  }

  write(): void {
    this.read();
    if (this.shared.length > 0) this.shared.delete(0, this.shared.length);
    if (this.entries.length > 0) this.shared.push(itemsOf(this.entries));
  }

  publish(changed: ReadonlySet<ShadowNode>): EditSummary {
    const children = this.element.elementChildren;
    this.inheritNames(children);
    const before = this.entries;
    const after = children.map((child) => this.entryOf(child));
    for (const child of children) if (changed.has(child)) this.host.objects.publish(child);
    this.entries = this.writeDifference(before, after);
    this.host.paragraphsChanged = true;
    this.showUncovered();
    return { kind: 'other', container: this.sharedId, from: 0, to: 0 };
  }

  follow(): void {
    this.reload();
  }

  structures(): ShadowNode[] {
    return this.entries.flatMap(({ node, item }) => (node === null || item.s === undefined ? [] : [node]));
  }

  reload(): void {
    const old = new Map<string, ShadowNode>();
    for (const { key, node } of this.entries) if (node !== null) old.set(key, node);
    const candidates = this.shared.toArray().map((value) => {
      const item = readItem(value);
      return { key: keyOf(item), item, node: this.nodeFor(item, old) };
    });
    this.entries = hideDuplicates(candidates);
    this.host.paragraphsChanged = true;
    this.element.setChildren(this.entries.flatMap(({ node }) => (node === null ? [] : [node])));
  }

  isConsistent(): boolean {
    return this.entries.length === this.shared.length;
  }

  private nodeFor(item: Item, old: Map<string, ShadowNode>): ShadowNode | null {
    const known = old.get(keyOf(item));
    if (known !== undefined) return known;
    if (item.s !== undefined) return this.host.load(item.s, item.j ?? null, this);
    if (item.o === undefined) return null;
    return this.host.objects.create({ type: 'block-object', id: item.o, json: item.j ?? null });
  }

  private entryOf(node: ShadowNode): Entry {
    if (this.host.isStructure(node)) {
      const { id, shell } = this.host.share(node, this);
      return entry(shell === null ? { s: id } : { s: id, j: shell }, node);
    }
    if (this.host.isSeeding) this.host.objects.nameOriginal(node);
    const { id, json } = this.host.objects.embedOf('block-object', node);
    return entry(json === null ? { o: id } : { o: id, j: json }, node);
  }

  private inheritNames(children: readonly ShadowNode[]): void {
    const present = new Set(children.map((child) => child.sharedId));
    const vanished = this.entries.flatMap(({ item }) =>
      item.o === undefined || present.has(item.o) ? [] : [item.o],
    );
    this.host.objects.inheritNames(
      children.filter((child) => !this.host.isStructure(child)),
      vanished,
    );
    this.inheritSingletons(children, vanished);
  }

  /** A table has one w:tblPr: a new one is the old one changed, so that two people changing it do not make two. */
  private inheritSingletons(children: readonly ShadowNode[], vanished: readonly string[]): void {
    const gone = new Set(vanished);
    for (const child of children) {
      if (child.sharedId !== null || this.host.isStructure(child)) continue;
      const old = this.entries.find(
        ({ node, item }) =>
          item.o !== undefined &&
          gone.has(item.o) &&
          node !== null &&
          sameName(node, child) &&
          isOnlyOne(node, this.entries),
      );
      if (old?.item.o === undefined) continue;
      this.host.objects.take(child, old.item.o);
      this.host.objects.publish(child);
    }
  }

  /** An entry was hidden because of one that the local user may just have removed. */
  private showUncovered(): void {
    const hidden = this.entries.filter((e) => e.node === null).length;
    if (hidden === 0) return;
    this.reload();
    if (this.entries.filter((e) => e.node === null).length !== hidden) this.host.treeCorrected = true;
  }

  /** Brings the Y.Array from the old entries to the new ones; entries that show nothing stay where they are. */
  private writeDifference(before: readonly Entry[], after: readonly Entry[]): Entry[] {
    const pairs = align(
      before.map((e) => e.key),
      after.map((e) => e.key),
    );
    const present = new Set(after.map((e) => e.key));
    const removed = new Set(before.flatMap((e) => (e.node === null || present.has(e.key) ? [] : [e.key])));
    // A hidden copy would come to light when the one that is shown goes.
    const stays = (e: Entry) => e.node === null && !removed.has(e.key);
    const result: Entry[] = [];
    let [nextBefore, nextAfter, position] = [0, 0, 0];
    for (const [a, b] of [...pairs, [before.length, after.length] as const]) {
      const gone = before.slice(nextBefore, a);
      const fresh = after.slice(nextAfter, b);
      const hidden = gone.filter(stays);
      gone.toReversed().forEach((e, i) => {
        if (!stays(e)) this.shared.delete(position + gone.length - 1 - i, 1);
      });
      position += hidden.length;
      if (fresh.length > 0) this.shared.insert(position, itemsOf(fresh));
      position += fresh.length + 1;
      result.push(...hidden, ...fresh, ...after.slice(b, b + 1));
      [nextBefore, nextAfter] = [a + 1, b + 1];
    }
    return result;
  }
}

function itemsOf(entries: readonly Entry[]): Item[] {
  return entries.map((e) => e.item);
}

function entry(item: Item, node: ShadowNode): Entry {
  return { key: keyOf(item), item, node };
}

/** Children of the base file are never hidden, whatever the file looks like. */
function hideDuplicates(entries: readonly Entry[]): Entry[] {
  const keys = new Set<string>();
  const identities = new Set<string>();
  const identityOf = (e: Entry) => (e.node === null ? null : uniqueKeyOf(e.node));
  for (const e of entries) if (e.item.j === undefined) identities.add(identityOf(e) ?? '');
  return entries.map((e) => {
    const identity = identityOf(e);
    const repeated =
      keys.has(e.key) || (e.item.j !== undefined && identity !== null && identities.has(identity));
    if (repeated) return { ...e, node: null };
    keys.add(e.key);
    if (identity !== null) identities.add(identity);
    return e;
  });
}

function keyOf(item: Item): string {
  return item.s === undefined ? `o ${item.o ?? ''}` : `s ${item.s}`;
}

function readItem(value: unknown): Item {
  if (typeof value !== 'object' || value === null) return {};
  const { s, o, j } = value as Record<string, unknown>;
  return {
    ...(typeof s === 'string' ? { s } : {}),
    ...(typeof o === 'string' ? { o } : {}),
    ...(typeof j === 'string' ? { j } : {}),
  };
}

function sameName(a: ShadowNode, b: ShadowNode): boolean {
  return a.localName === b.localName && a.namespaceUri === b.namespaceUri;
}

function isOnlyOne(node: ShadowNode, entries: readonly Entry[]): boolean {
  return entries.filter((e) => e.node !== null && sameName(e.node, node)).length === 1;
}
