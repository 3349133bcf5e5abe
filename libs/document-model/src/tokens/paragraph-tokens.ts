import type { OoxmlNode } from '@docx-editor.dev/core/store';
import { WML } from '../ooxml/namespaces.js';
import { attributesJsonOf, attributesToJson, jsonOf } from '../tree/node-json.js';
import { freeze, type ShadowNode } from '../tree/shadow-node.js';
import { isPlainText, isRun, isTextWrapper, textOf } from '../tree/structure.js';
import {
  embedToken,
  joinTexts,
  MARK,
  textToken,
  type ObjectEmbed,
  type Token,
  type TokenAttributes,
} from './token.js';

/** Gives objects their names in the shared document. */
export interface ObjectNames {
  embedOf(type: ObjectEmbed['type'], node: ShadowNode): ObjectEmbed;
}

interface InlineReading extends ObjectNames {
  readonly isText: (wrapper: ShadowNode) => boolean;
}

/** A paragraph as tokens: its text and objects, then the mark with the paragraph's properties. */
export function tokensOfParagraph(
  paragraph: ShadowNode,
  names: ObjectNames,
  isText: (wrapper: ShadowNode) => boolean = isTextWrapper,
): Token[] {
  const tokens: Token[] = [];
  readInline(paragraph, [], { embedOf: (type, node) => names.embedOf(type, node), isText }, tokens);
  tokens.push(embedToken(MARK, markAttributes(paragraph)));
  return joinTexts(tokens);
}

function readInline(
  parent: ShadowNode,
  path: readonly unknown[],
  names: InlineReading,
  tokens: Token[],
): void {
  const wrapper: TokenAttributes = path.length === 0 ? {} : { w: JSON.stringify(path) };
  for (const node of parent.children) {
    if (node.isText || node.is('pPr')) continue;
    if (isRun(node)) readRun(node, wrapper, names, tokens);
    else if (names.isText(node)) readInline(node, [...path, wrapperStep(node)], names, tokens);
    else tokens.push(embedToken(names.embedOf('inline-object', node), wrapper));
  }
}

/** What the text inside a wrapper remembers of it. */
export function wrapperStep(wrapper: ShadowNode): readonly unknown[] {
  return [wrapper.kind, wrapper.localName, attributesToJson(wrapper)];
}

function readRun(run: ShadowNode, wrapper: TokenAttributes, names: ObjectNames, tokens: Token[]): void {
  const properties = run.childNamed('rPr');
  const attributes =
    properties === undefined ? wrapper : { ...wrapper, ...propertyAttributes(properties, 'p:') };
  for (const node of run.children) {
    if (node === properties || node.isText) continue;
    if (!isPlainText(node)) tokens.push(embedToken(names.embedOf('run-object', node), attributes));
    else if (textOf(node) !== '') {
      tokens.push(
        textToken(textOf(node), node.localName === 't' ? attributes : { ...attributes, k: node.localName }),
      );
    }
  }
}

function markAttributes(paragraph: ShadowNode): TokenAttributes {
  const properties = paragraph.childNamed('pPr');
  const own = attributesJsonOf(paragraph);
  return {
    ...(properties === undefined ? {} : propertyAttributes(properties, 'q:')),
    ...(own === null ? {} : { '@': own }),
  };
}

const attributesOfFrozen = new WeakMap<OoxmlNode, TokenAttributes>();

/** One attribute per child of `w:rPr` or `w:pPr`. The name carries the namespace: `w:shadow` is not `w14:shadow`. */
export function propertyAttributes(properties: ShadowNode, prefix: 'p:' | 'q:'): TokenAttributes {
  const frozen = freeze(properties);
  const known = attributesOfFrozen.get(frozen);
  if (known !== undefined) return known;
  const attributes: Record<string, string> = {};
  for (const child of properties.elementChildren) {
    const name =
      prefix + (child.namespaceUri === WML ? child.localName : `{${child.namespaceUri}}${child.localName}`);
    // Files with the same property twice exist; both are kept.
    let key = name;
    for (let n = 2; key in attributes; n++) key = `${name}#${n}`;
    attributes[key] = jsonOf(child);
  }
  attributesOfFrozen.set(frozen, attributes);
  return attributes;
}
