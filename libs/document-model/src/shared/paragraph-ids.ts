import type { OoxmlNode, OoxmlPackage } from '@docx-editor.dev/core/store';
import { W14 } from '../ooxml/namespaces.js';
import { attributeOf, type ShadowNode } from '../tree/shadow-node.js';

/** A paragraph and the `w14:paraId` the shared document gives it. */
export interface NamedParagraph {
  readonly node: ShadowNode;
  readonly id: string | null;
}

const ID_IN_ATTRIBUTES = /\["paraId","([0-9A-Fa-f]{8})"/;

/** The id in the attributes of a mark. */
export function idInAttributes(attributes: string | undefined): string | null {
  return (attributes === undefined ? null : ID_IN_ATTRIBUTES.exec(attributes)?.[1]) ?? null;
}

export function idOfElement(node: OoxmlNode): string | null {
  if (node.kind === 'textValue') return null;
  return node.attributes.find((a) => a.localName === 'paraId' && a.namespaceUri === W14)?.value ?? null;
}

/**
 * Gives every paragraph an id of its own. The engine derives new ids from its own counters, and two people who split
 * one paragraph both keep its id for the first half, so concurrent edits do produce the same id twice. The first in
 * document order keeps it, the others get one computed from it: the same on every replica. Returns whether any changed.
 */
export function settleParagraphIds(
  paragraphs: Iterable<NamedParagraph>,
  exempt: ReadonlySet<string>,
): boolean {
  const all = [...paragraphs];
  const used = new Set<string>();
  for (const { id } of all) if (id !== null) used.add(id.toUpperCase());
  const seen = new Set<string>();
  let changed = false;
  for (const { node, id } of all) {
    if (id === null) continue;
    const key = id.toUpperCase();
    const wanted = seen.has(key) && !exempt.has(key) ? nextFree(key, used) : id;
    seen.add(key);
    changed = setParagraphId(node, wanted) || changed;
  }
  return changed;
}

/** Ids the file itself uses more than once; they are left alone. */
export function repeatedIdsOf(base: OoxmlPackage): ReadonlySet<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  const visit = (node: OoxmlNode): void => {
    if (node.kind === 'textValue') return;
    const id = idOfElement(node)?.toUpperCase();
    if (id !== undefined && node.kind === 'paragraph') {
      if (seen.has(id)) repeated.add(id);
      seen.add(id);
    }
    for (const child of node.children) visit(child);
  };
  for (const part of base.parts.values()) visit(part.root);
  return repeated;
}

function nextFree(id: string, used: Set<string>): string {
  let value = Number.parseInt(id, 16);
  for (;;) {
    // A fixed mixing step; ids are 31 bits and never zero.
    value = (Math.imul(value ^ (value >>> 15), 0x2c1b3c6d) + 0x297a2d39) & 0x7fffffff;
    const candidate = value.toString(16).toUpperCase().padStart(8, '0');
    if (value === 0 || used.has(candidate)) continue;
    used.add(candidate);
    return candidate;
  }
}

function setParagraphId(node: ShadowNode, id: string): boolean {
  const at = node.attributes.findIndex((a) => a.localName === 'paraId' && a.namespaceUri === W14);
  const current = node.attributes[at];
  if (current === undefined || current.value === id) return false;
  node.attributes = Object.freeze(node.attributes.with(at, attributeOf(W14, 'paraId', current.prefix, id)));
  node.markChanged();
  return true;
}
