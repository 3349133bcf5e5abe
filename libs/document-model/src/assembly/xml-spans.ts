/** Where an element stands in its text, in UTF-16 offsets. */
export interface ElementSpan {
  readonly name: string;
  readonly start: number;
  /** Behind the start tag. */
  readonly contentStart: number;
  /** Before the end tag; equal to `contentStart` for a self-closing element. */
  contentEnd: number;
  end: number;
  readonly selfClosing: boolean;
}

/**
 * The elements of a well-formed text in document order, or null when something in it is not expected here (a document
 * type, a tag that does not match): such a part is written by the engine instead.
 */
export function scanElements(xml: string): ElementSpan[] | null {
  const spans: ElementSpan[] = [];
  const open: ElementSpan[] = [];
  for (let at = xml.indexOf('<'); at >= 0; at = xml.indexOf('<', at)) {
    const skipped = skipMarkup(xml, at);
    if (skipped === null) return null;
    if (skipped > at) {
      at = skipped;
      continue;
    }
    const end = endOfTag(xml, at);
    if (end < 0) return null;
    if (xml[at + 1] === '/') {
      const span = open.pop();
      if (span === undefined || xml.slice(at + 2, end - 1).trimEnd() !== span.name) return null;
      span.contentEnd = at;
      span.end = end;
    } else {
      const span = readStartTag(xml, at, end);
      spans.push(span);
      if (!span.selfClosing) open.push(span);
    }
    at = end;
  }
  return open.length === 0 ? spans : null;
}

/** Behind a comment, CDATA section or processing instruction; `at` itself before a tag; null for what we do not expect. */
function skipMarkup(xml: string, at: number): number | null {
  for (const [opening, closing] of MARKUP) {
    if (!xml.startsWith(opening, at)) continue;
    const end = xml.indexOf(closing, at + opening.length);
    return end < 0 ? null : end + closing.length;
  }
  return xml[at + 1] === '!' ? null : at;
}

const MARKUP: ReadonlyArray<readonly [opening: string, closing: string]> = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
];

/** Behind the `>` of a tag; a `>` inside a quoted value is not it. */
function endOfTag(xml: string, at: number): number {
  let quote = '';
  for (let i = at + 1; i < xml.length; i++) {
    const c = xml[i];
    if (quote !== '') {
      if (c === quote) quote = '';
    } else if (c === '"' || c === "'") quote = c;
    else if (c === '>') return i + 1;
  }
  return -1;
}

function readStartTag(xml: string, start: number, end: number): ElementSpan {
  const selfClosing = xml[end - 2] === '/';
  let nameEnd = start + 1;
  while (nameEnd < end && !/[\s/>]/.test(xml[nameEnd] ?? '>')) nameEnd++;
  return { name: xml.slice(start + 1, nameEnd), start, contentStart: end, contentEnd: end, end, selfClosing };
}
