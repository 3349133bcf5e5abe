import type { OoxmlElement, OoxmlNode, OoxmlPart } from '@docx-editor.dev/core/store';
import { scanElements, type ElementSpan } from './xml-spans.js';

/** A part as the file has it: its text and where each element of the engine's tree stands in it. */
export interface OriginalPart {
  readonly xml: string;
  readonly root: OoxmlElement;
  spanOf(element: OoxmlElement): ElementSpan | undefined;
  byId(id: string): OoxmlElement | undefined;
}

const UTF8_BOM = '\uFEFF';

/** Null when the bytes are not plain UTF-8 or do not line up with the tree. */
export function readOriginalPart(bytes: Uint8Array, part: OoxmlPart): OriginalPart | null {
  const xml = decodeUtf8(bytes);
  const spans = xml === null ? null : scanElements(xml);
  if (xml === null || spans === null) return null;
  const spanByElement = new Map<OoxmlNode, ElementSpan>();
  const elementById = new Map<string, OoxmlElement>();
  let next = 0;
  const align = (element: OoxmlElement): boolean => {
    const span = spans[next++];
    if (span === undefined || localNameOf(span.name) !== element.localName) return false;
    spanByElement.set(element, span);
    elementById.set(element.id, element);
    return element.children.every((child) => child.kind === 'textValue' || align(child));
  };
  if (!align(part.root) || next !== spans.length) return null;
  return {
    xml,
    root: part.root,
    spanOf: (element) => spanByElement.get(element),
    byId: (id) => elementById.get(id),
  };
}

function decodeUtf8(bytes: Uint8Array): string | null {
  let xml: string;
  try {
    xml = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // UTF-16 or a single-byte encoding: the engine writes such a part.
    return null;
  }
  const start = xml.startsWith(UTF8_BOM) ? 1 : 0;
  const declared = /^<\?xml[^>]*?encoding\s*=\s*["']([^"']+)["']/i.exec(xml.slice(start, start + 200))?.[1];
  return declared === undefined || /^(?:utf-?8|us-ascii)$/i.test(declared) ? xml : null;
}

function localNameOf(qualified: string): string {
  return qualified.slice(qualified.indexOf(':') + 1);
}
