import type {
  CanonicalPrimitiveEffect,
  CanonicalPrimitiveJournal,
} from '@docx-editor.dev/core/collaboration/replication';
import type { LocalChange } from '../shared/shared-document.js';
import type { SharedMaps } from '../shared/shared-types.js';
import { attributeOf, ShadowNode } from '../tree/shadow-node.js';
import type { ShadowPart, ShadowTree } from '../tree/shadow-tree.js';

type EffectOf<Kind extends CanonicalPrimitiveEffect['kind']> = Extract<
  CanonicalPrimitiveEffect,
  { kind: Kind }
>;
type MapWrite = (maps: SharedMaps) => void;

/** Reads a binary the engine just stored. */
export type BinaryReader = (storageKey: string) => Uint8Array | null;

/** Repeats on the tree what the engine did to its own, and says what has to be shared. */
export function replayJournal(
  journal: CanonicalPrimitiveJournal,
  tree: ShadowTree,
  readBinary: BinaryReader,
): LocalChange {
  const replay = new JournalReplay(tree, readBinary);
  for (const effect of journal.effects) replay.apply(effect);
  return replay.finish();
}

class JournalReplay {
  private readonly touched = new Set<ShadowNode>();
  private readonly put = new Set<ShadowNode>();
  private readonly formerParents = new Set<ShadowNode>();
  private readonly addedParts = new Map<string, ShadowPart>();
  private readonly addedRoots = new Map<string, string>();
  private readonly removedParts = new Set<string>();
  private readonly mapWrites: MapWrite[] = [];
  private readonly contentTypes = new Map<string, string>();

  constructor(
    private readonly tree: ShadowTree,
    private readonly readBinary: BinaryReader,
  ) {}

  apply(effect: CanonicalPrimitiveEffect): void {
    switch (effect.kind) {
      case 'putNode':
        return this.putNode(effect);
      case 'spliceText':
        return this.spliceText(effect);
      case 'setAttribute':
        return this.setAttribute(effect);
      case 'setNamespaceBinding':
        return this.setNamespaceBinding(effect);
      case 'spliceChildren':
        return this.spliceChildren(effect);
      case 'moveNode':
        return this.moveNode(effect);
      default:
        return this.changePackage(effect);
    }
  }

  finish(): LocalChange {
    this.releaseMovedChildren();
    for (const [name, rootId] of this.addedRoots) {
      const known = this.tree.parts.get(name);
      const root = this.node(rootId);
      if (known !== undefined && known.root === root) continue;
      this.addedParts.set(
        name,
        this.tree.addPart(name, this.contentTypes.get(name) ?? 'application/xml', root),
      );
    }
    return {
      touched: this.touched,
      addedParts: this.addedParts,
      removedParts: this.removedParts,
      writeMaps: (maps) => {
        for (const write of this.mapWrites) write(maps);
      },
    };
  }

  private node(id: string): ShadowNode {
    const node = this.tree.index.get(id);
    if (node === undefined) throw new Error(`The engine changed a node that is not known: ${id}`);
    return node;
  }

  private touch(node: ShadowNode): void {
    this.touched.add(node);
    node.markChanged();
  }

  private putNode({ descriptor }: EffectOf<'putNode'>): void {
    const known = this.tree.index.get(descriptor.logicalId);
    // Ids of nodes that left the tree are used again by the engine, for other nodes.
    const reusable = known !== undefined && (this.put.has(known) || this.tree.isLive(known));
    const node = reusable ? known : this.tree.adopt(new ShadowNode(descriptor.logicalId, descriptor.kind));
    this.put.add(node);
    node.kind = descriptor.kind;
    if (descriptor.kind !== 'textValue') {
      node.namespaceUri = descriptor.qname.namespaceUri;
      node.localName = descriptor.qname.localName;
      node.prefix = descriptor.qname.prefix;
    }
    this.touch(node);
  }

  private spliceText({ logicalId, utf16Start, deleteCount, insert }: EffectOf<'spliceText'>): void {
    const node = this.node(logicalId);
    node.value = node.value.slice(0, utf16Start) + insert + node.value.slice(utf16Start + deleteCount);
    this.touch(node);
  }

  private setAttribute({ logicalId, qname, value }: EffectOf<'setAttribute'>): void {
    const node = this.node(logicalId);
    const attributes = [...node.attributes];
    const at = attributes.findIndex(
      (a) => a.namespaceUri === qname.namespaceUri && a.localName === qname.localName,
    );
    if (value === null) {
      if (at >= 0) attributes.splice(at, 1);
    } else {
      const attribute = attributeOf(qname.namespaceUri, qname.localName, qname.prefix, value);
      if (at >= 0) attributes[at] = attribute;
      else attributes.push(attribute);
    }
    node.attributes = Object.freeze(attributes);
    this.touch(node);
  }

  private setNamespaceBinding({ logicalId, prefix, uri }: EffectOf<'setNamespaceBinding'>): void {
    const node = this.node(logicalId);
    const bindings = node.namespaceBindings.filter((binding) => binding.prefix !== prefix);
    if (uri !== null) bindings.push({ prefix, namespaceUri: uri });
    node.namespaceBindings = Object.freeze(bindings);
    this.touch(node);
  }

  private spliceChildren({
    parentLogicalId,
    start,
    deleteCount,
    childLogicalIds,
  }: EffectOf<'spliceChildren'>): void {
    const parent = this.node(parentLogicalId);
    const added = childLogicalIds.map((id) => this.node(id));
    const removed = parent.children.splice(start, deleteCount, ...added);
    for (const child of removed) if (child.parent === parent) child.parent = null;
    for (const child of added) {
      if (child.parent !== null && child.parent !== parent) this.formerParents.add(child.parent);
      child.parent = parent;
    }
    this.touch(parent);
  }

  /** The engine does not always say that a child which went to another parent left the one it had. */
  private releaseMovedChildren(): void {
    for (const parent of this.formerParents) {
      const own = parent.children.filter((child) => child.parent === parent);
      if (own.length === parent.children.length) continue;
      parent.children = own;
      this.touch(parent);
    }
  }

  private moveNode({ logicalId, destinationParentLogicalId, destinationIndex }: EffectOf<'moveNode'>): void {
    const node = this.node(logicalId);
    const from = node.parent;
    if (from !== null) {
      from.children.splice(from.children.indexOf(node), 1);
      this.touch(from);
    }
    const to = this.node(destinationParentLogicalId);
    to.children.splice(destinationIndex, 0, node);
    node.parent = to;
    this.touch(to);
  }

  private changePackage(effect: CanonicalPrimitiveEffect): void {
    switch (effect.kind) {
      case 'putXmlPart':
        // Relationship parts follow from the relationships, which are reported one by one as well.
        if (effect.name.endsWith('.rels')) break;
        this.removedParts.delete(effect.name);
        this.addedRoots.set(effect.name, effect.rootLogicalId);
        break;
      case 'deleteXmlPart':
        if (effect.name.endsWith('.rels')) break;
        this.addedRoots.delete(effect.name);
        this.removedParts.add(effect.name);
        this.tree.parts.delete(effect.name);
        break;
      case 'putRelationship':
        this.mapWrites.push((maps) =>
          maps.relationships.set(`${effect.owner}|${effect.record.id}`, { ...effect.record }),
        );
        break;
      case 'deleteRelationship':
        this.mapWrites.push((maps) =>
          maps.relationships.set(`${effect.owner}|${effect.relationshipId}`, null),
        );
        break;
      case 'putContentTypeOverride':
        this.contentTypes.set(effect.partName, effect.mediaType);
        this.mapWrites.push((maps) => maps.contentTypes.set(effect.partName, effect.mediaType));
        break;
      case 'deleteContentTypeOverride':
        this.mapWrites.push((maps) => maps.contentTypes.set(effect.partName, null));
        break;
      case 'putBinary':
        this.putBinary(effect);
        break;
      case 'deleteBinary':
        // The bytes stay shared: an undo may need them again, and nothing refers to them meanwhile.
        break;
      default:
        throw new Error(`The engine reported a change of an unknown kind: ${effect.kind}`);
    }
  }

  private putBinary({ descriptor }: EffectOf<'putBinary'>): void {
    const bytes = this.readBinary(descriptor.storageKey);
    if (bytes === null) return;
    this.mapWrites.push((maps) => {
      maps.binaries.set(descriptor.storageKey, bytes);
      // The engine reports no content type of its own for a picture.
      maps.contentTypes.set(descriptor.storageKey, descriptor.mediaType);
    });
  }
}
