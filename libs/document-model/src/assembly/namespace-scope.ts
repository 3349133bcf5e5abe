import type { OoxmlElement } from '@docx-editor.dev/core/store';
import { XML } from '../ooxml/namespaces.js';

/** The prefixes that are bound at a place in the document. */
export class NamespaceScope {
  private constructor(private readonly bindings: ReadonlyMap<string, string>) {}

  static readonly outermost = new NamespaceScope(new Map([['xml', XML]]));

  within(element: OoxmlElement): NamespaceScope {
    if (element.namespaceBindings.length === 0) return this;
    const bindings = new Map(this.bindings);
    for (const { prefix, namespaceUri } of element.namespaceBindings) bindings.set(prefix, namespaceUri);
    return new NamespaceScope(bindings);
  }

  with(prefix: string, namespaceUri: string): NamespaceScope {
    return new NamespaceScope(new Map(this.bindings).set(prefix, namespaceUri));
  }

  /**
   * A prefix that means the namespace here, the wanted one if it does; null when there is none. Attributes without a
   * prefix have no namespace, so the default one does not serve them.
   */
  prefixFor(namespaceUri: string, wanted: string, forAttribute: boolean): string | null {
    const usable = (prefix: string) =>
      (this.bindings.get(prefix) ?? '') === namespaceUri &&
      !(forAttribute && prefix === '' && namespaceUri !== '');
    if (usable(wanted)) return wanted;
    for (const prefix of this.bindings.keys()) if (usable(prefix)) return prefix;
    return namespaceUri === '' && forAttribute ? '' : null;
  }

  isFree(prefix: string): boolean {
    return !this.bindings.has(prefix);
  }
}
