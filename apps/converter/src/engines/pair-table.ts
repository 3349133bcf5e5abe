import type { SniffedFormat } from '../sniff/document-format.js';
import type { TargetFormat } from './conversion-engine.js';

export type EngineName = 'native' | 'one-shot';

const WORD_OOXML: readonly SniffedFormat[] = ['docx', 'docm', 'dotx', 'dotm'];
const IMPORTED: readonly SniffedFormat[] = ['doc', 'odt', 'ott', 'rtf', 'html', 'xml', 'text'];
const EXPORTED: readonly TargetFormat[] = ['doc', 'dot', 'odt', 'ott', 'fodt', 'rtf', 'txt', 'html', 'htm'];

/**
 * Which engine makes what from what; undefined where nothing does. LibreOffice must not be asked to find that out: it
 * stores a text document as a spreadsheet without complaint.
 */
export function engineFor(from: SniffedFormat, to: TargetFormat): EngineName | undefined {
  const isOoxml = WORD_OOXML.includes(from);
  if (to === 'master') return isOoxml ? 'native' : oneShotIf(IMPORTED.includes(from));
  if (to === 'png') return oneShotIf(isOoxml || IMPORTED.includes(from));
  return oneShotIf(isOoxml && EXPORTED.includes(to));
}

/** The target that writes an extension; undefined where no export filter exists. */
export function exportTarget(extension: string): TargetFormat | undefined {
  return EXPORTED.find((target) => target === extension);
}

function oneShotIf(isPossible: boolean): EngineName | undefined {
  return isPossible ? 'one-shot' : undefined;
}
