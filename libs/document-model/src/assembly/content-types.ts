import type { OoxmlPackage } from '@docx-editor.dev/core/store';
import { escapeAttribute } from '../ooxml/xml-text.js';
import { scanElements } from './xml-spans.js';

export const CONTENT_TYPES_ENTRY = '[Content_Types].xml';

/**
 * `[Content_Types].xml` with the types of new parts added and those of removed parts taken out; the rest keeps its
 * bytes. Null when nothing has to change.
 */
export function patchContentTypes(
  xml: string,
  pkg: OoxmlPackage,
  added: readonly string[],
  removed: readonly string[],
): string | null {
  const spans = scanElements(xml) ?? [];
  const root = spans[0];
  if (root === undefined) return null;
  const gone = new Set(removed.map((name) => name.toLowerCase()));
  let patched = '';
  let at = 0;
  for (const span of spans.slice(1)) {
    const partName = /\bPartName\s*=\s*["']([^"']*)["']/.exec(xml.slice(span.start, span.contentStart))?.[1];
    if (partName === undefined || !gone.has(partName.toLowerCase())) continue;
    patched += xml.slice(at, span.start);
    at = span.end;
  }
  const prefix = root.name.includes(':') ? root.name.slice(0, root.name.indexOf(':') + 1) : '';
  const overrides = added.flatMap((name) => {
    const type = pkg.contentTypes.overrides.get(name.toLowerCase());
    return type === undefined
      ? []
      : [`<${prefix}Override PartName="${escapeAttribute(name)}" ContentType="${escapeAttribute(type)}"/>`];
  });
  if (overrides.length === 0 && at === 0) return null;
  return patched + xml.slice(at, root.contentEnd) + overrides.join('') + xml.slice(root.contentEnd);
}
