import type { OoxmlNode } from '@docx-editor.dev/core/store';
import type * as Y from 'yjs';
import { jsonOf, jsonOfFrozen, nodeFromJson } from '../tree/node-json.js';
import { freeze, type ShadowNode } from '../tree/shadow-node.js';
import type { ShadowTree } from '../tree/shadow-tree.js';
import type { ObjectNames } from '../tokens/paragraph-tokens.js';
import type { ObjectSource } from '../tokens/paragraph-builder.js';
import type { ObjectEmbed } from '../tokens/token.js';

/**
 * Objects that are shared as one piece: pictures, fields, bookmarks, properties of tables and sections.
 * The text holds only their names. Their content is the base file's, or what their creator wrote beside the
 * name; a later change replaces it as a whole (the last one wins), so two changes never double an object.
 */
export class SharedObjects implements ObjectNames, ObjectSource {
  private readonly originals = new Map<string, { readonly node: ShadowNode; readonly frozen: OoxmlNode }>();
  private readonly firstContents = new Map<string, string>();
  /** Originals shown again in this pass: they may not hang in the tree yet, and stand only in one place. */
  private readonly returned = new Set<ShadowNode>();
  private readonly nodesByName = new Map<string, Set<ShadowNode>>();

  constructor(
    private readonly tree: ShadowTree,
    private readonly contents: Y.Map<unknown>,
    private readonly mintName: () => string,
  ) {}

  /** Names an object of the base file; the name is its position in the file, the same on every replica. */
  nameOriginal(node: ShadowNode): string {
    this.originals.set(node.id, { node, frozen: freeze(node) });
    this.register(node, node.id);
    return node.id;
  }

  embedOf(type: ObjectEmbed['type'], node: ShadowNode): ObjectEmbed {
    const id = node.sharedId ?? this.nameNew(node);
    return { type, id, json: this.firstContents.get(id) ?? null };
  }

  /** Gives new nodes the names of equal objects that just disappeared: the engine rebuilds runs with fresh nodes. */
  inheritNames(nodes: readonly ShadowNode[], vanished: Iterable<string>): void {
    const byContent = new Map<string, string[]>();
    for (const id of vanished) {
      const content = this.contentOf(id);
      if (content !== null) byContent.set(content, [...(byContent.get(content) ?? []), id]);
    }
    for (const node of nodes) {
      const id = node.sharedId === null ? byContent.get(jsonOf(node))?.shift() : undefined;
      if (id !== undefined) this.register(node, id);
    }
  }

  /** Makes a node the new content of an object. */
  take(node: ShadowNode, id: string): void {
    this.register(node, id);
  }

  /** The node is no object any more. */
  release(node: ShadowNode): void {
    if (node.sharedId !== null) this.nodesByName.get(node.sharedId)?.delete(node);
    node.sharedId = null;
  }

  /** Writes the content of an object to the shared document if it differs from what is there. */
  publish(node: ShadowNode): void {
    const id = node.sharedId;
    if (id === null) return;
    const json = jsonOf(node);
    if (json === this.contentOf(id)) return;
    this.contents.set(id, json);
    this.releaseInside(node);
  }

  create(embed: ObjectEmbed): ShadowNode | null {
    if (embed.json !== null) this.firstContents.set(embed.id, embed.json);
    const original = this.originals.get(embed.id)?.node;
    const content = this.contentOf(embed.id);
    if (original !== undefined && this.isReusable(original, content)) return this.adoptOriginal(original);
    const node = content === null ? null : nodeFromJson(content, this.tree);
    if (node === null || node.isText) return null;
    this.register(node, embed.id);
    return node;
  }

  /** Brings the nodes of an object to its new shared content, also those that are not shown: an undo may show them again. */
  refresh(id: string): void {
    const content = this.contentOf(id);
    if (content === null) return;
    for (const node of this.nodesByName.get(id) ?? []) {
      if (jsonOf(node) === content) continue;
      const fresh = nodeFromJson(content, this.tree);
      if (fresh !== null && !fresh.isText) node.become(fresh);
    }
  }

  /** Before the tree follows the shared document, or the other way round. */
  beginPass(): void {
    this.returned.clear();
  }

  /** Before the tree is built again. */
  forgetNodes(): void {
    this.nodesByName.clear();
    this.originals.clear();
  }

  contentOf(id: string): string | null {
    const changed = this.contents.get(id);
    if (typeof changed === 'string') return changed;
    const original = this.originals.get(id);
    if (original !== undefined) return jsonOfFrozen(original.frozen);
    return this.firstContents.get(id) ?? null;
  }

  /** Remembers what a peer wrote beside a name, also when the object is not built now. */
  learn(embed: ObjectEmbed): void {
    if (embed.json !== null) this.firstContents.set(embed.id, embed.json);
  }

  private nameNew(node: ShadowNode): string {
    // The engine moves nodes of the file by putting them again under their old id.
    const id = this.originals.has(node.id) ? node.id : this.mintName();
    if (id !== node.id) this.firstContents.set(id, jsonOf(node));
    this.register(node, id);
    this.releaseInside(node);
    return id;
  }

  /** What became part of a larger object is shared with it; a change of what it was must not reach it any more. */
  private releaseInside(node: ShadowNode): void {
    for (const child of node.children) {
      this.release(child);
      this.releaseInside(child);
    }
  }

  private isReusable(original: ShadowNode, content: string | null): boolean {
    if (this.returned.has(original) || this.tree.isLive(original)) return false;
    return this.tree.canReturn(original) && jsonOf(original) === content;
  }

  private adoptOriginal(original: ShadowNode): ShadowNode {
    this.returned.add(original);
    this.tree.adopt(original);
    this.register(original, original.sharedId ?? original.id);
    return original;
  }

  private register(node: ShadowNode, id: string): void {
    node.sharedId = id;
    const nodes = this.nodesByName.get(id);
    if (nodes === undefined) this.nodesByName.set(id, new Set([node]));
    else nodes.add(node);
  }
}
