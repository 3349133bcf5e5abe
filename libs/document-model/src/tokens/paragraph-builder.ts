import { compareParagraphProperties, compareRunProperties } from '../ooxml/property-order.js';
import { toXmlText } from '../ooxml/xml-text.js';
import { XML } from '../ooxml/namespaces.js';
import {
  applyAttributesJson,
  attributesFromJson,
  attributesJsonOf,
  jsonOf,
  nodeFromJson,
} from '../tree/node-json.js';
import { attributeOf, type ShadowNode } from '../tree/shadow-node.js';
import type { ShadowTree } from '../tree/shadow-tree.js';
import {
  isPlainText,
  isPlainTextName,
  isRun,
  isTextWrapper,
  isWrapperName,
  textOf,
} from '../tree/structure.js';
import { wrapperStep } from './paragraph-tokens.js';
import { isMark, lengthOf, type ObjectEmbed, type Token, type TokenAttributes } from './token.js';

/** Turns an object of the shared document back into a node; null when its content cannot be read. */
export interface ObjectSource {
  create(embed: ObjectEmbed): ShadowNode | null;
}

interface OldRun {
  readonly node: ShadowNode;
  readonly properties: string;
  readonly texts: ShadowNode[];
}

interface Frame {
  readonly key: string;
  readonly node: ShadowNode;
  readonly children: ShadowNode[];
}

interface OpenRun {
  readonly node: ShadowNode;
  readonly key: string;
  readonly children: ShadowNode[];
  readonly spareTexts: ShadowNode[];
  lastText: { node: ShadowNode; text: string } | null;
}

const TEXT_KINDS: Readonly<Record<string, string>> = {
  t: 'text',
  delText: 'deletedText',
  instrText: 'instrText',
};
/** How far ahead a run with the same properties is looked for; further away it is a different run. */
const REUSE_WINDOW = 6;

/**
 * Makes a paragraph say what its tokens say. Runs, texts, wrappers and objects of the paragraph are kept where
 * they still fit, so that the engine repaints little and unchanged ones keep their original bytes.
 */
export function rebuildParagraph(
  paragraph: ShadowNode,
  tokens: readonly Token[],
  tree: ShadowTree,
  objects: ObjectSource,
): void {
  new ParagraphBuilder(paragraph, tree, objects).build(tokens);
}

class ParagraphBuilder {
  private readonly oldRuns: OldRun[] = [];
  private readonly oldWrappers = new Map<string, ShadowNode[]>();
  private readonly oldObjects = new Map<string, ShadowNode[]>();
  private readonly frames: Frame[] = [];
  private readonly children: ShadowNode[] = [];
  private run: OpenRun | null = null;
  private nextOldRun = 0;

  constructor(
    private readonly paragraph: ShadowNode,
    private readonly tree: ShadowTree,
    private readonly objects: ObjectSource,
  ) {
    this.collectOld(paragraph, []);
  }

  build(tokens: readonly Token[]): void {
    const last = tokens.at(-1);
    const mark = isMark(last) ? last : undefined;
    this.buildMark(mark?.attributes ?? {});
    for (const token of mark === undefined ? tokens : tokens.slice(0, -1)) {
      if (lengthOf(token) > 0) this.place(token);
    }
    this.closeRun();
    this.openWrappers([]);
    replaceChildren(this.paragraph, this.children);
  }

  private collectOld(parent: ShadowNode, path: readonly unknown[]): void {
    for (const node of parent.elementChildren) {
      if (isRun(node)) {
        const objects = node.children.filter((child) => child.sharedId !== null);
        for (const object of objects) remember(this.oldObjects, object.sharedId ?? '', object);
        this.oldRuns.push({
          node,
          properties: propertiesKey(node.childNamed('rPr')),
          texts: node.children.filter(isPlainText),
        });
      } else if (isTextWrapper(node)) {
        const inner = [...path, JSON.stringify(wrapperStep(node))];
        remember(this.oldWrappers, JSON.stringify(inner), node);
        this.collectOld(node, inner);
      } else if (node.sharedId !== null) remember(this.oldObjects, node.sharedId, node);
    }
  }

  private buildMark(attributes: TokenAttributes): void {
    const own = attributes['@'] ?? null;
    if (attributesJsonOf(this.paragraph) !== own) applyAttributesJson(this.paragraph, own);
    const properties = this.paragraph.childNamed('pPr');
    const wanted = propertyJson(attributes, 'q:', compareParagraphProperties);
    if (properties !== undefined && properties.children.map(jsonOf).join('\n') === wanted.join('\n')) {
      this.children.push(properties);
    } else if (wanted.length > 0) {
      const node = properties ?? this.tree.createElement('paragraphProperties', 'pPr');
      node.setChildren(this.propertyNodes(wanted, properties));
      this.children.push(node);
    }
  }

  private propertyNodes(wanted: readonly string[], old: ShadowNode | undefined): ShadowNode[] {
    const spare = [...(old?.children ?? [])];
    return wanted.flatMap((json) => {
      const found = spare.findIndex((child) => jsonOf(child) === json);
      const node = found >= 0 ? spare.splice(found, 1)[0] : nodeFromJson(json, this.tree);
      return node == null || node.isText ? [] : [node];
    });
  }

  private place(token: Token): void {
    const { w, k, ...properties } = token.attributes;
    const target = this.openWrappers(parsePath(w));
    if (token.embed !== null && token.embed.type === 'inline-object') {
      this.closeRun();
      const node = this.objectNode(token.embed);
      if (node !== null) target.push(node);
      return;
    }
    const run = this.openRun(properties, w ?? '', target);
    if (token.text !== null) this.addText(run, token.text, isPlainTextName(k) ? k : 't');
    else if (token.embed.type === 'run-object') {
      const node = this.objectNode(token.embed);
      if (node === null) return;
      this.finishText(run);
      run.children.push(node);
    }
  }

  private objectNode(embed: ObjectEmbed): ShadowNode | null {
    return this.oldObjects.get(embed.id)?.shift() ?? this.objects.create(embed);
  }

  /** Opens and closes wrappers until exactly those of the path are open; returns where children go. */
  private openWrappers(path: readonly PathStep[]): ShadowNode[] {
    let shared = 0;
    while (
      shared < this.frames.length &&
      shared < path.length &&
      this.frames[shared]?.key === path[shared]?.key
    )
      shared++;
    if (shared < this.frames.length || shared < path.length) this.closeRun();
    while (this.frames.length > shared) {
      const frame = this.frames.pop();
      if (frame !== undefined) replaceChildren(frame.node, frame.children);
    }
    for (const step of path.slice(shared)) {
      const full = JSON.stringify([...this.frames.map((frame) => frame.key), step.key]);
      const node = this.oldWrappers.get(full)?.shift() ?? this.createWrapper(step);
      (this.frames.at(-1)?.children ?? this.children).push(node);
      this.frames.push({ key: step.key, node, children: [] });
    }
    return this.frames.at(-1)?.children ?? this.children;
  }

  private createWrapper(step: PathStep): ShadowNode {
    const node = this.tree.createElement(step.kind, step.localName);
    node.attributes = attributesFromJson(step.attributes);
    return node;
  }

  private openRun(properties: TokenAttributes, wrapper: string, target: ShadowNode[]): OpenRun {
    const wanted = propertyJson(properties, 'p:', compareRunProperties);
    const key = `${wrapper}|${wanted.join('\n')}`;
    if (this.run?.key === key) return this.run;
    this.closeRun();
    const old = this.takeOldRun(wanted);
    const node = old?.node ?? this.tree.createElement('run', 'r');
    target.push(node);
    this.run = {
      node,
      key,
      children: this.runProperties(old?.node, wanted),
      spareTexts: old?.texts ?? [],
      lastText: null,
    };
    return this.run;
  }

  private runProperties(old: ShadowNode | undefined, wanted: readonly string[]): ShadowNode[] {
    const kept = old?.childNamed('rPr');
    if (kept !== undefined) return [kept];
    if (wanted.length === 0) return [];
    const node = this.tree.createElement('runProperties', 'rPr');
    node.setChildren(this.propertyNodes(wanted, undefined));
    return [node];
  }

  private takeOldRun(wanted: readonly string[]): OldRun | null {
    const key = [...wanted].toSorted().join('\n');
    const end = Math.min(this.oldRuns.length, this.nextOldRun + REUSE_WINDOW);
    for (let i = this.nextOldRun; i < end; i++) {
      const old = this.oldRuns[i];
      if (old?.properties !== key) continue;
      this.nextOldRun = i + 1;
      return old;
    }
    return null;
  }

  private addText(run: OpenRun, text: string, localName: string): void {
    if (run.lastText !== null && run.lastText.node.localName === localName) {
      run.lastText.text += text;
      return;
    }
    this.finishText(run);
    const spare = run.spareTexts.findIndex((node) => node.localName === localName);
    const node = spare >= 0 ? run.spareTexts.splice(spare, 1)[0] : undefined;
    const element = node ?? this.tree.createElement(TEXT_KINDS[localName] ?? 'generic', localName);
    run.children.push(element);
    run.lastText = { node: element, text };
  }

  private finishText(run: OpenRun): void {
    if (run.lastText !== null) setText(run.lastText.node, run.lastText.text, this.tree);
    run.lastText = null;
  }

  private closeRun(): void {
    if (this.run === null) return;
    this.finishText(this.run);
    replaceChildren(this.run.node, this.run.children);
    this.run = null;
  }
}

interface PathStep {
  readonly key: string;
  readonly kind: string;
  readonly localName: string;
  readonly attributes: unknown;
}

function parsePath(json: string | undefined): PathStep[] {
  if (json === undefined) return [];
  let path: unknown;
  try {
    path = JSON.parse(json);
  } catch {
    // Not written by us: the text is shown without its wrapper.
    return [];
  }
  if (!Array.isArray(path)) return [];
  return (path as unknown[]).slice(0, 20).flatMap((step): PathStep[] => {
    const [kind, localName, attributes] = Array.isArray(step) ? (step as unknown[]) : [];
    if (typeof kind !== 'string' || typeof localName !== 'string' || !isWrapperName(localName)) return [];
    return [{ key: JSON.stringify(step), kind, localName, attributes }];
  });
}

function remember(map: Map<string, ShadowNode[]>, key: string, node: ShadowNode): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [node]);
  else list.push(node);
}

function propertiesKey(properties: ShadowNode | undefined): string {
  return (properties?.elementChildren ?? []).map(jsonOf).toSorted().join('\n');
}

function propertyJson(
  attributes: TokenAttributes,
  prefix: 'p:' | 'q:',
  order: (a: string, b: string) => number,
): string[] {
  return Object.keys(attributes)
    .filter((key) => key.startsWith(prefix))
    .toSorted((a, b) => order(a.slice(2), b.slice(2)))
    .map((key) => attributes[key] ?? '');
}

function replaceChildren(node: ShadowNode, children: ShadowNode[]): void {
  const same =
    node.children.length === children.length && node.children.every((child, i) => child === children[i]);
  if (same && children.every((child) => child.parent === node)) return;
  node.setChildren(children);
}

function setText(element: ShadowNode, text: string, tree: ShadowTree): void {
  const clean = toXmlText(text);
  if (textOf(element) === clean) return;
  const value = element.children[0] ?? tree.createNode('textValue');
  value.value = clean;
  element.setChildren([value]);
  value.markChanged();
  if (
    /^\s|\s$/.test(clean) &&
    !element.attributes.some((a) => a.namespaceUri === XML && a.localName === 'space')
  ) {
    element.attributes = Object.freeze([...element.attributes, attributeOf(XML, 'space', 'xml', 'preserve')]);
  }
}
