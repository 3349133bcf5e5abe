import type { OoxmlAttribute, OoxmlNode } from '@docx-editor.dev/core/store';
import { WML, XML } from '../ooxml/namespaces.js';

export interface NamespaceBinding {
  readonly prefix: string;
  readonly namespaceUri: string;
}

const NO_ATTRIBUTES: readonly OoxmlAttribute[] = Object.freeze([]);
const NO_BINDINGS: readonly NamespaceBinding[] = Object.freeze([]);

/**
 * A mutable mirror of one engine node. `frozen` caches the engine's immutable form: as long as it
 * is set, the engine sees the very same object and knows that nothing below has changed.
 */
export class ShadowNode {
  namespaceUri = '';
  localName = '';
  prefix: string | undefined = undefined;
  parent: ShadowNode | null = null;
  children: ShadowNode[] = [];
  attributes: readonly OoxmlAttribute[] = NO_ATTRIBUTES;
  namespaceBindings: readonly NamespaceBinding[] = NO_BINDINGS;
  /** Only of a text node. */
  value = '';
  frozen: OoxmlNode | null = null;
  /** The name this node has in the shared document; null until it is shared. */
  sharedId: string | null = null;

  constructor(
    readonly id: string,
    public kind: string,
  ) {}

  get isText(): boolean {
    return this.kind === 'textValue';
  }

  /** Whether this is an element of WordprocessingML with that local name. */
  is(localName: string): boolean {
    return this.localName === localName && this.namespaceUri === WML;
  }

  childNamed(localName: string): ShadowNode | undefined {
    return this.children.find((child) => child.is(localName));
  }

  get elementChildren(): ShadowNode[] {
    return this.children.filter((child) => !child.isText);
  }

  /** Replaces the children, keeps parents right on both sides, and marks the path to the root as changed. */
  setChildren(children: ShadowNode[]): void {
    const before = this.children;
    this.children = children;
    for (const child of before) if (child.parent === this) child.parent = null;
    for (const child of children) child.parent = this;
    this.markChanged();
  }

  /** Takes over everything another element says; the node itself and its place stay. */
  become(other: ShadowNode): void {
    this.kind = other.kind;
    this.namespaceUri = other.namespaceUri;
    this.localName = other.localName;
    this.prefix = other.prefix;
    this.attributes = other.attributes;
    this.namespaceBindings = other.namespaceBindings;
    this.setChildren(other.children);
  }

  /** Forgets the frozen form of this node and of everything above it. */
  markChanged(): void {
    this.frozen = null;
    for (let node = this.parent; node !== null; node = node.parent) node.frozen = null;
  }

  root(): ShadowNode {
    return this.parent === null ? this : this.parent.root();
  }
}

/** Mirrors an engine node; the frozen originals are kept as the cached forms. */
export function shadowOf(source: OoxmlNode, index?: Map<string, ShadowNode>): ShadowNode {
  const node = new ShadowNode(source.id, source.kind);
  node.frozen = source;
  index?.set(node.id, node);
  if (source.kind === 'textValue') {
    node.value = source.value;
    return node;
  }
  node.namespaceUri = source.namespaceUri;
  node.localName = source.localName;
  node.prefix = source.prefix;
  node.attributes = source.attributes;
  node.namespaceBindings = source.namespaceBindings;
  for (const child of source.children) {
    const mirrored = shadowOf(child, index);
    mirrored.parent = node;
    node.children.push(mirrored);
  }
  return node;
}

/** The engine's immutable form of a node; unchanged subtrees are returned as the same objects. */
export function freeze(node: ShadowNode): OoxmlNode {
  if (node.frozen !== null) return node.frozen;
  const frozen = node.isText
    ? { id: node.id, kind: node.kind, value: node.value }
    : {
        id: node.id,
        kind: node.kind,
        namespaceUri: node.namespaceUri,
        localName: node.localName,
        ...(node.prefix === undefined ? {} : { prefix: node.prefix }),
        namespaceBindings: node.namespaceBindings,
        attributes: node.attributes,
        children: Object.freeze(node.children.map(freeze)),
      };
  // The engine checks kinds against names itself when a package is published.
  node.frozen = Object.freeze(frozen) as unknown as OoxmlNode;
  return node.frozen;
}

/** Builds an attribute of the kind the engine's own reader would have chosen. */
export function attributeOf(
  namespaceUri: string,
  localName: string,
  prefix: string | undefined,
  value: string,
): OoxmlAttribute {
  let kind = 'genericExtension';
  if (namespaceUri === XML && localName === 'space') kind = 'xmlSpace';
  else if (namespaceUri === WML && localName === 'val') kind = 'wmlVal';
  return Object.freeze({
    kind,
    namespaceUri,
    localName,
    ...(prefix === undefined ? {} : { prefix }),
    value,
  }) as OoxmlAttribute;
}
