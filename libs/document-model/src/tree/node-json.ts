import type { OoxmlAttribute, OoxmlNode } from '@docx-editor.dev/core/store';
import { WML } from '../ooxml/namespaces.js';
import { toXmlText } from '../ooxml/xml-text.js';
import { attributeOf, freeze, shadowOf, type NamespaceBinding, type ShadowNode } from './shadow-node.js';
import type { ShadowTree } from './shadow-tree.js';

// The wire form of a subtree, without ids. WordprocessingML names with the usual prefix are short.
type NameJson = string | readonly [namespaceUri: string, localName: string, prefix: string | null];
type AttributeJson = readonly (string | null)[];
type BindingJson = readonly [prefix: string, namespaceUri: string];
type ElementJson = readonly [
  string,
  NameJson,
  readonly AttributeJson[],
  readonly NodeJson[],
  (readonly BindingJson[])?,
];
type NodeJson = string | ElementJson;

const MAX_DEPTH = 200;

function attributeJson(attribute: OoxmlAttribute): AttributeJson {
  return attribute.namespaceUri === WML && attribute.prefix === 'w'
    ? [attribute.localName, attribute.value]
    : [attribute.localName, attribute.value, attribute.namespaceUri, attribute.prefix ?? null];
}

function headJson(node: ShadowNode): [string, NameJson, AttributeJson[]] {
  const name: NameJson =
    node.namespaceUri === WML && node.prefix === 'w'
      ? node.localName
      : [node.namespaceUri, node.localName, node.prefix ?? null];
  return [node.kind, name, node.attributes.map(attributeJson)];
}

function bindingsJson(node: ShadowNode): BindingJson[] {
  return node.namespaceBindings.map((binding) => [binding.prefix, binding.namespaceUri]);
}

function nodeJson(node: ShadowNode): NodeJson {
  if (node.isText) return node.value;
  const [kind, name, attributes] = headJson(node);
  const children = node.children.map(nodeJson);
  return node.namespaceBindings.length > 0
    ? [kind, name, attributes, children, bindingsJson(node)]
    : [kind, name, attributes, children];
}

const knownJson = new WeakMap<OoxmlNode, string>();

/** The subtree as JSON without ids; equal subtrees give equal strings. Remembered per frozen form. */
export function jsonOf(node: ShadowNode): string {
  const frozen = freeze(node);
  let json = knownJson.get(frozen);
  if (json === undefined) {
    json = JSON.stringify(nodeJson(node));
    knownJson.set(frozen, json);
  }
  return json;
}

export function jsonOfFrozen(frozen: OoxmlNode): string {
  return knownJson.get(frozen) ?? jsonOf(shadowOf(frozen));
}

/** The element itself without its children: name, attributes and namespace bindings. */
export function shellJsonOf(node: ShadowNode): string {
  const [kind, name, attributes] = headJson(node);
  const bindings = bindingsJson(node);
  return JSON.stringify(
    bindings.length > 0 ? [kind, name, attributes, [], bindings] : [kind, name, attributes, []],
  );
}

/** Only the attributes and namespace bindings, or null when the element has none. */
export function attributesJsonOf(node: ShadowNode): string | null {
  if (node.attributes.length === 0 && node.namespaceBindings.length === 0) return null;
  return JSON.stringify([node.attributes.map(attributeJson), bindingsJson(node)]);
}

/** Puts attributes written by {@link attributesJsonOf} on an element. Nonsense leaves it without any. */
export function applyAttributesJson(node: ShadowNode, json: string | null): void {
  const parsed: unknown = json === null ? [[], []] : parseJson(json);
  const [attributes, bindings] = Array.isArray(parsed) ? (parsed as unknown[]) : [];
  node.attributes = Object.freeze(readAttributes(attributes));
  node.namespaceBindings = Object.freeze(readBindings(bindings));
  node.markChanged();
}

/** The attributes written by {@link attributesJsonOf}, for a wrapper path. */
export function attributesFromJson(json: unknown): readonly OoxmlAttribute[] {
  return Object.freeze(readAttributes(json));
}

/** The attributes of an element in wire form, for a wrapper path. */
export function attributesToJson(node: ShadowNode): readonly AttributeJson[] {
  return node.attributes.map(attributeJson);
}

/** Builds a subtree from its wire form with fresh ids; null when the text is no such form. */
export function nodeFromJson(json: string, tree: ShadowTree): ShadowNode | null {
  return buildNode(parseJson(json), tree, 0);
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // A peer wrote something that is not ours; the caller treats it as absent.
    return null;
  }
}

function buildNode(json: unknown, tree: ShadowTree, depth: number): ShadowNode | null {
  if (typeof json === 'string') {
    const text = tree.createNode('textValue');
    text.value = toXmlText(json);
    return text;
  }
  if (!Array.isArray(json) || depth > MAX_DEPTH) return null;
  const [kind, name, attributes, children, bindings] = json as unknown[];
  const qualified = readName(name);
  if (typeof kind !== 'string' || qualified === null) return null;
  const node = tree.createNode(kind);
  [node.namespaceUri, node.localName, node.prefix] = qualified;
  node.attributes = Object.freeze(readAttributes(attributes));
  node.namespaceBindings = Object.freeze(readBindings(bindings));
  for (const child of Array.isArray(children) ? (children as unknown[]) : []) {
    const built = buildNode(child, tree, depth + 1);
    if (built === null) continue;
    built.parent = node;
    node.children.push(built);
  }
  return node;
}

function readName(name: unknown): [string, string, string | undefined] | null {
  if (typeof name === 'string') return [WML, name, 'w'];
  if (!Array.isArray(name)) return null;
  const [namespaceUri, localName, prefix] = name as unknown[];
  if (typeof namespaceUri !== 'string' || typeof localName !== 'string') return null;
  return [namespaceUri, localName, typeof prefix === 'string' ? prefix : undefined];
}

function readAttributes(json: unknown): OoxmlAttribute[] {
  if (!Array.isArray(json)) return [];
  const attributes: OoxmlAttribute[] = [];
  for (const entry of json as unknown[]) {
    if (!Array.isArray(entry)) continue;
    const [localName, value, namespaceUri, prefix] = entry as unknown[];
    if (typeof localName !== 'string' || typeof value !== 'string') continue;
    attributes.push(
      entry.length > 2
        ? attributeOf(
            typeof namespaceUri === 'string' ? namespaceUri : '',
            localName,
            typeof prefix === 'string' ? prefix : undefined,
            value,
          )
        : attributeOf(WML, localName, 'w', value),
    );
  }
  return attributes;
}

function readBindings(json: unknown): NamespaceBinding[] {
  if (!Array.isArray(json)) return [];
  return (json as unknown[]).flatMap((entry) => {
    const [prefix, namespaceUri] = Array.isArray(entry) ? (entry as unknown[]) : [];
    return typeof prefix === 'string' && typeof namespaceUri === 'string' ? [{ prefix, namespaceUri }] : [];
  });
}
