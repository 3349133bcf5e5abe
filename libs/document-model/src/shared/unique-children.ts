import type { ShadowNode } from '../tree/shadow-node.js';

const SINGLE = new Set([
  'tblPr',
  'tblGrid',
  'trPr',
  'tcPr',
  'sectPr',
  'tblPrEx',
  'sdtPr',
  'sdtEndPr',
  'sdtContent',
  'body',
  'docDefaults',
  'latentStyles',
]);
/** The attribute that must be unique among siblings of that name. */
const IDENTITY: Readonly<Record<string, string>> = {
  abstractNum: 'abstractNumId',
  num: 'numId',
  footnote: 'id',
  endnote: 'id',
  comment: 'id',
  style: 'styleId',
};

/**
 * What may stand only once among the children of an element, or null when there may be any number. When two people
 * add it at the same time, the first in order is shown on every replica.
 */
export function uniqueKeyOf(node: ShadowNode): string | null {
  if (!node.is(node.localName)) return null;
  if (SINGLE.has(node.localName)) return node.localName;
  const attribute = IDENTITY[node.localName];
  const value = node.attributes.find((a) => a.localName === attribute && attribute !== undefined)?.value;
  return value === undefined ? null : `${node.localName} ${value}`;
}
