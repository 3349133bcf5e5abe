import type { OoxmlElement, OoxmlPackage, OoxmlPart } from '@docx-editor.dev/core/store';
import { WML } from '../ooxml/namespaces.js';
import { freeze, ShadowNode, shadowOf } from './shadow-node.js';

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
    for (const [name, part] of base.parts) {
      if (!name.endsWith('.rels'))
        this.parts.set(name, { name, part, root: shadowOf(part.root, this.index) });
    }
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

  adopt(node: ShadowNode): ShadowNode {
    this.index.set(node.id, node);
    return node;
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
