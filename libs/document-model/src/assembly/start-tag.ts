import type { OoxmlElement } from '@docx-editor.dev/core/store';
import { WML, XML } from '../ooxml/namespaces.js';
import { escapeAttribute } from '../ooxml/xml-text.js';
import type { NamespaceScope } from './namespace-scope.js';

/** A start tag without its closing `>` or `/>`, the element's qualified name, and the scope inside. */
export interface StartTag {
  readonly text: string;
  readonly name: string;
  readonly scope: NamespaceScope;
}

const WITH_TEXT = new Set(['t', 'delText', 'instrText', 'delInstrText']);

/** Writes the start tag of an element anew, declaring the namespaces that are not in scope. */
export function writeStartTag(element: OoxmlElement, outer: NamespaceScope): StartTag {
  let scope = outer.within(element);
  const attributes: string[] = element.namespaceBindings.map(({ prefix, namespaceUri }) =>
    declaration(prefix, namespaceUri),
  );
  const qualify = (
    namespaceUri: string,
    localName: string,
    wanted: string,
    forAttribute: boolean,
  ): string => {
    let prefix = scope.prefixFor(namespaceUri, wanted, forAttribute);
    if (prefix === null) {
      prefix = freePrefix(scope, wanted, forAttribute);
      scope = scope.with(prefix, namespaceUri);
      attributes.push(declaration(prefix, namespaceUri));
    }
    return prefix === '' ? localName : `${prefix}:${localName}`;
  };
  const name = qualify(element.namespaceUri, element.localName, element.prefix ?? '', false);
  for (const attribute of element.attributes) {
    const qualified = qualify(attribute.namespaceUri, attribute.localName, attribute.prefix ?? '', true);
    attributes.push(`${qualified}="${escapeAttribute(attribute.value)}"`);
  }
  if (losesWhitespace(element)) attributes.push('xml:space="preserve"');
  return { text: ['<' + name, ...attributes].join(' '), name, scope };
}

function declaration(prefix: string, namespaceUri: string): string {
  return `xmlns${prefix === '' ? '' : `:${prefix}`}="${escapeAttribute(namespaceUri)}"`;
}

function freePrefix(scope: NamespaceScope, wanted: string, forAttribute: boolean): string {
  if (wanted !== '' && scope.isFree(wanted)) return wanted;
  if (wanted === '' && !forAttribute) return '';
  let n = 1;
  while (!scope.isFree(`ns${n}`)) n++;
  return `ns${n}`;
}

/** Word drops spaces at the edges of a text that does not ask to keep them; the engine does not always ask. */
function losesWhitespace(element: OoxmlElement): boolean {
  if (element.namespaceUri !== WML || !WITH_TEXT.has(element.localName)) return false;
  if (element.attributes.some((a) => a.namespaceUri === XML && a.localName === 'space')) return false;
  const text = element.children.map((child) => (child.kind === 'textValue' ? child.value : '')).join('');
  return /^\s|\s$/.test(text);
}
