import type { OoxmlElement, OoxmlNode } from '@docx-editor.dev/core/store';
import { escapeText } from '../ooxml/xml-text.js';
import { NamespaceScope } from './namespace-scope.js';
import type { OriginalPart } from './original-part.js';
import { writeStartTag } from './start-tag.js';
import type { ElementSpan } from './xml-spans.js';

/**
 * The text of a part with its changed elements written anew and everything else as it was: elements that did not
 * change, and also comments, processing instructions and white space between elements.
 */
export function patchPart(original: OriginalPart, root: OoxmlElement): string {
  const span = original.spanOf(original.root);
  if (span === undefined) return '';
  const writer = new PatchWriter(original);
  writer.write(root, NamespaceScope.outermost);
  return original.xml.slice(0, span.start) + writer.text() + original.xml.slice(span.end);
}

/** A part, or an element, that the file does not have. */
export function writeElement(element: OoxmlElement): string {
  const writer = new PatchWriter(null);
  writer.write(element, NamespaceScope.outermost);
  return writer.text();
}

class PatchWriter {
  private readonly pieces: string[] = [];

  constructor(private readonly original: OriginalPart | null) {}

  text(): string {
    return this.pieces.join('');
  }

  write(element: OoxmlElement, scope: NamespaceScope): void {
    const source = this.original?.byId(element.id);
    const span = source === undefined ? undefined : this.original?.spanOf(source);
    if (this.original !== null && source !== undefined && span !== undefined) {
      if (sameTree(source, element)) this.pieces.push(this.original.xml.slice(span.start, span.end));
      else this.patch(element, source, span, this.original.xml, scope);
    } else this.writeAnew(element, scope);
  }

  private patch(
    element: OoxmlElement,
    source: OoxmlElement,
    span: ElementSpan,
    xml: string,
    outer: NamespaceScope,
  ): void {
    const scope = outer.within(element);
    const keepsTag = sameShell(source, element) && (!span.selfClosing || element.children.length === 0);
    const closing = span.selfClosing ? `</${span.name}>` : xml.slice(span.contentEnd, span.end);
    let end = closing;
    let inner = scope;
    if (keepsTag) this.pieces.push(xml.slice(span.start, span.contentStart));
    else if (sameShell(source, element))
      this.pieces.push(xml.slice(span.start, span.contentStart).replace(/\s*\/>$/, '>'));
    else {
      const tag = writeStartTag(element, outer);
      inner = tag.scope;
      end = `</${tag.name}>`;
      this.pieces.push(tag.text, '>');
    }
    if (hasText(source) || hasText(element)) this.writeChildren(element.children, inner);
    else this.patchChildren(element, source, span, xml, inner);
    if (!(keepsTag && span.selfClosing)) this.pieces.push(end);
  }

  /** Every original child brings along what stood before it; the end tag what stood before that. */
  private patchChildren(
    element: OoxmlElement,
    source: OoxmlElement,
    span: ElementSpan,
    xml: string,
    scope: NamespaceScope,
  ): void {
    const leading = new Map<string, string>();
    let at = span.contentStart;
    for (const child of source.children) {
      const childSpan = child.kind === 'textValue' ? undefined : this.original?.spanOf(child);
      if (childSpan === undefined) continue;
      leading.set(child.id, xml.slice(at, childSpan.start));
      at = childSpan.end;
    }
    for (const child of element.children) {
      this.pieces.push(leading.get(child.id) ?? '');
      this.writeNode(child, scope);
    }
    if (!span.selfClosing) this.pieces.push(xml.slice(at, span.contentEnd));
  }

  private writeAnew(element: OoxmlElement, outer: NamespaceScope): void {
    const tag = writeStartTag(element, outer);
    this.pieces.push(tag.text);
    if (element.children.length === 0) this.pieces.push('/>');
    else {
      this.pieces.push('>');
      this.writeChildren(element.children, tag.scope);
      this.pieces.push(`</${tag.name}>`);
    }
  }

  private writeChildren(children: readonly OoxmlNode[], scope: NamespaceScope): void {
    for (const child of children) this.writeNode(child, scope);
  }

  private writeNode(node: OoxmlNode, scope: NamespaceScope): void {
    if (node.kind === 'textValue') this.pieces.push(escapeText(node.value));
    else this.write(node, scope);
  }
}

function hasText(element: OoxmlElement): boolean {
  return element.children.some((child) => child.kind === 'textValue');
}

function sameShell(a: OoxmlElement, b: OoxmlElement): boolean {
  if (a.localName !== b.localName || a.namespaceUri !== b.namespaceUri || a.prefix !== b.prefix) return false;
  const sameAttributes =
    a.attributes === b.attributes ||
    (a.attributes.length === b.attributes.length &&
      a.attributes.every((x, i) => {
        const y = b.attributes[i];
        return x.localName === y?.localName && x.namespaceUri === y.namespaceUri && x.value === y.value;
      }));
  const sameBindings =
    a.namespaceBindings.length === b.namespaceBindings.length &&
    a.namespaceBindings.every(
      (x, i) =>
        x.prefix === b.namespaceBindings[i]?.prefix &&
        x.namespaceUri === b.namespaceBindings[i]?.namespaceUri,
    );
  return sameAttributes && sameBindings;
}

/** Whether two elements say the same; identical objects, the usual case, are not looked into. */
function sameTree(a: OoxmlNode, b: OoxmlNode): boolean {
  if (a === b) return true;
  if (a.kind === 'textValue' || b.kind === 'textValue')
    return a.kind === b.kind && (a as { value: string }).value === (b as { value: string }).value;
  return (
    sameShell(a, b) &&
    a.children.length === b.children.length &&
    a.children.every((child, i) => sameTree(child, b.children[i] as OoxmlNode))
  );
}
