import type { SniffedFormat } from './document-format.js';

const LOOKED_AT = 64 * 1024;

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** Encoding of a file that is text; undefined when it is none. */
export function textEncodingOf(file: Buffer): TextEncoding | undefined {
  if (file[0] === 0xff && file[1] === 0xfe) return 'utf-16le';
  if (file[0] === 0xfe && file[1] === 0xff) return 'utf-16be';
  const start = file.subarray(0, LOOKED_AT);
  if (start.some((byte) => isNeverInText(byte))) return undefined;
  if (isUtf8(file)) return 'utf-8';
  // Single-byte text is mostly ASCII; noise is not.
  const high = start.reduce((count, byte) => count + (byte >= 0x80 ? 1 : 0), 0);
  return high <= start.length * 0.4 ? 'windows-1252' : undefined;
}

/** What kind of text begins here. */
export function textFormatOf(file: Buffer): SniffedFormat {
  const start = file.toString('latin1', 0, 4_096).replace(/^ï»¿/, '').trimStart().toLowerCase();
  if (start.startsWith('{\\rtf')) return 'rtf';
  const markup = start.replace(/^(?:<\?xml[^>]*>|<!--.*?-->|\s)+/s, '');
  if (/^<(?:!doctype html|html|head|body|meta|table|p>|div)/.test(markup)) return 'html';
  return start.startsWith('<?xml') ? 'xml' : 'text';
}

function isUtf8(file: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(file);
    return true;
  } catch {
    return false;
  }
}

function isNeverInText(byte: number): boolean {
  return byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c && byte !== 0x1b;
}
