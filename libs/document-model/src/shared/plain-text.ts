import type { ShadowNode } from '../tree/shadow-node.js';
import type { ShadowTree } from '../tree/shadow-tree.js';
import { isParagraph } from '../tree/structure.js';

/** The text of the body, one line per paragraph; cells count as paragraphs in order. */
export function plainTextOf(tree: ShadowTree): string {
  const root = tree.parts.get(tree.base.mainDocumentPart)?.root;
  const lines: string[] = [];
  if (root !== undefined) collectParagraphs(root, lines);
  return lines.join('\n');
}

function collectParagraphs(node: ShadowNode, lines: string[]): void {
  for (const child of node.children) {
    if (isParagraph(child)) lines.push(inlineText(child));
    else collectParagraphs(child, lines);
  }
}

function inlineText(node: ShadowNode): string {
  if (node.is('t')) return node.children.map((child) => child.value).join('');
  if (node.is('tab')) return '\t';
  if (node.is('br') || node.is('cr')) return '\n';
  // Deleted text is no text; tab stops of the properties are no tabs.
  if (node.is('del') || node.is('pPr')) return '';
  return node.children.map(inlineText).join('');
}
