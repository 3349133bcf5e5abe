import type { OoxmlElement, OoxmlPackage, OoxmlPart } from '@docx-editor.dev/core/store';
import { WML } from '../ooxml/namespaces.js';
import { freeze, ShadowNode, shadowOf } from './shadow-node.js';

const ENGINE_MINTED = /#(?:new|paste):/;

/** One XML part of the package: the engine's record and our mutable mirror of its root. */
export interface ShadowPart {
  readonly name: string;
  part: OoxmlPart;
  root: ShadowNode;
}

/** All XML parts of a document as mutable nodes, findable by id. Relationship parts are not among them. */
export class ShadowTree {
  readonly parts = new Map<string, ShadowPart>();
  readonly index = new Map<string, ShadowNode>();
  private minted = 0;

  constructor(
    readonly base: OoxmlPackage,
    /** Makes ids minted here different from those of every other replica. */
    private readonly mintKey: string,
  ) {
    this.reset();
  }

  /** Back to the base file. */
  reset(): void {
    this.parts.clear();
    this.index.clear();
    for (const [name, part] of this.base.parts) if (!name.endsWith('.rels')) this.addBasePart(name, part);
  }

  addBasePart(name: string, part: OoxmlPart): ShadowPart {
    const shadow = { name, part, root: shadowOf(part.root, this.index) };
    this.parts.set(name, shadow);
    return shadow;
  }

  /** A part that is not in the base file. */
  addPart(name: string, contentType: string, root: ShadowNode): ShadowPart {
    const part = { id: `part:${name}`, name, contentType, root: freeze(root) as OoxmlElement };
    const shadow: ShadowPart = { name, part, root };
    this.parts.set(name, shadow);
    return shadow;
  }

  mintId(): string {
    return `${this.base.mainDocumentPart}#y${this.mintKey}:${this.minted++}`;
  }

  createNode(kind: string): ShadowNode {
    return this.adopt(new ShadowNode(this.mintId(), kind));
  }

  /** A WordprocessingML element without attributes or children. */
  createElement(kind: string, localName: string, id = this.mintId()): ShadowNode {
    const node = new ShadowNode(id, kind);
    node.namespaceUri = WML;
    node.localName = localName;
    node.prefix = 'w';
    return this.adopt(node);
  }

  /** Makes a subtree findable by its ids. */
  adopt(node: ShadowNode): ShadowNode {
    this.index.set(node.id, node);
    for (const child of node.children) this.adopt(child);
    return node;
  }

  /**
   * Whether a subtree that left the tree may come back as it is. Ids the engine minted may name other nodes by now,
   * and it may have put nodes of the file somewhere else under their old ids.
   */
  canReturn(node: ShadowNode): boolean {
    if (ENGINE_MINTED.test(node.id)) return false;
    const holder = this.index.get(node.id);
    if (holder !== undefined && holder !== node && this.isLive(holder)) return false;
    return node.children.every((child) => this.canReturn(child));
  }

  /** Whether the node hangs in one of the parts. */
  isLive(node: ShadowNode): boolean {
    const root = node.root();
    for (const part of this.parts.values()) if (part.root === root) return true;
    return false;
  }

  /** The frozen record of a part; the same object as before when nothing in it changed. */
  frozenPart(part: ShadowPart): OoxmlPart {
    const root = freeze(part.root) as OoxmlElement;
    if (part.part.root !== root) part.part = Object.freeze({ ...part.part, root }) as OoxmlPart;
    return part.part;
  }
}
