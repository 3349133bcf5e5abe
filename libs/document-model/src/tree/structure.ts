import type { ShadowNode } from './shadow-node.js';

const WRAPPERS = new Set(['hyperlink', 'ins', 'del', 'moveFrom', 'moveTo', 'smartTag']);
const FLOWS = new Set(['body', 'tc', 'hdr', 'ftr', 'footnote', 'endnote', 'comment']);
const STORY_ROOTS = new Set(['document', 'hdr', 'ftr', 'footnotes', 'endnotes', 'comments']);
const PLAIN_TEXTS = new Set(['t', 'delText', 'instrText', 'delInstrText']);

export function isParagraph(node: ShadowNode): boolean {
  return node.is('p');
}

export function isRun(node: ShadowNode): boolean {
  return node.is('r');
}

export function isPlainTextName(localName: string | undefined): localName is string {
  return localName !== undefined && PLAIN_TEXTS.has(localName);
}

export function isWrapperName(localName: string): boolean {
  return WRAPPERS.has(localName);
}

/** Text whose characters are shared one by one. */
export function isPlainText(node: ShadowNode): boolean {
  return (
    PLAIN_TEXTS.has(node.localName) && node.is(node.localName) && node.children.every((child) => child.isText)
  );
}

/** Whether the element is a sequence of blocks that shares one text. Row-level content controls hold rows or cells instead. */
export function isFlow(node: ShadowNode): boolean {
  if (node.is(node.localName) && FLOWS.has(node.localName)) return true;
  if (node.is('sdtContent'))
    return !node.children.some((child) => child.is('tr') || child.is('tc') || child.is('r'));
  return node.children.some(isParagraph);
}

/** Whether the part holds text that people edit together. */
export function isStoryRoot(root: ShadowNode): boolean {
  return STORY_ROOTS.has(root.localName) && root.is(root.localName);
}

/** Whether paragraphs stand somewhere inside, so that the element has to be shared piece by piece. */
export function holdsParagraphs(node: ShadowNode): boolean {
  if (node.isText) return false;
  return isParagraph(node) || node.children.some(holdsParagraphs);
}

/**
 * Whether a hyperlink, an insertion, … only groups runs, so that its runs can be shared as text of the paragraph.
 * One without any content must stay an object, or it would vanish.
 */
export function isRunWrapper(node: ShadowNode): boolean {
  return (
    WRAPPERS.has(node.localName) &&
    node.is(node.localName) &&
    node.namespaceBindings.length === 0 &&
    node.children.every((child) => child.isText || isRun(child) || isRunWrapper(child)) &&
    node.children.some((child) => !child.isText && hasContent(child))
  );
}

/**
 * Whether the wrapper is shared as text. What was once shared as an object stays one, also when its content becomes
 * that of a mere wrapper: otherwise a change of the object would meet text on some replicas.
 */
export function isTextWrapper(node: ShadowNode): boolean {
  return node.sharedId === null && isRunWrapper(node);
}

function hasContent(node: ShadowNode): boolean {
  if (!isRun(node)) return node.children.some((child) => !child.isText && hasContent(child));
  return node.children.some((child) => !child.is('rPr') && !(isPlainText(child) && textOf(child) === ''));
}

/** The characters of a `w:t` and its like. */
export function textOf(node: ShadowNode): string {
  return node.children.map((child) => child.value).join('');
}
