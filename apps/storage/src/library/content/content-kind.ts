import type { ProbedContent } from './content-probe.js';
import { zipEntryNames } from './zip-entries.js';

/** What a file is by its content. `noun` completes the sentence "it is …". */
export type ContentKind =
  | { readonly kind: 'docx' | 'doc' | 'odt' | 'rtf' | 'txt'; readonly noun: string }
  | { readonly kind: 'empty' | 'protected' | 'truncated-zip' }
  | { readonly kind: 'html' | 'other'; readonly noun: string };

const other = (noun: string): ContentKind => ({ kind: 'other', noun });

/** First bytes (hex) of files that people upload by mistake. */
const SIGNATURES: readonly [hex: string, noun: string][] = [
  ['89504e470d0a1a0a', 'a PNG picture'],
  ['ffd8ff', 'a JPEG picture'],
  ['47494638', 'a GIF picture'],
  ['49492a00', 'a TIFF picture'],
  ['4d4d002a', 'a TIFF picture'],
  ['255044462d', 'a PDF file'],
  ['1f8b', 'a gzip archive'],
  ['526172211a07', 'a RAR archive'],
  ['377abcaf271c', 'a 7-Zip archive'],
  ['7f454c46', 'a program'],
];

/** These are ordinary letters too, so they count only in a file that is no text. */
const BINARY_SIGNATURES: readonly [hex: string, noun: string][] = [
  ['424d', 'a bitmap picture'],
  ['494433', 'an MP3 sound'],
  ['4d5a', 'a program'],
];

/** A light look: enough to refuse at once what is no document. The converter checks properly when a file is opened. */
export function contentKindOf(content: ProbedContent): ContentKind {
  const { head, size, compoundStreams } = content;
  if (size === 0) return { kind: 'empty' };
  if (startsWith(head, '504b0304') || startsWith(head, '504b0506')) return zipKind(content);
  if (startsWith(head, 'd0cf11e0a1b11ae1')) return compoundKind(compoundStreams);
  if (head.toString('latin1', 0, 5) === '{\\rtf') return { kind: 'rtf', noun: 'a rich text (RTF) document' };
  const byText = head.toString('latin1', 0, 64);
  if (byText.startsWith('RIFF') && byText.slice(8, 12) === 'WEBP') return other('a WebP picture');
  if (byText.slice(4, 8) === 'ftyp') return other('a video or photo');
  const isText = looksLikeText(head);
  for (const [hex, noun] of isText ? SIGNATURES : [...SIGNATURES, ...BINARY_SIGNATURES]) {
    if (startsWith(head, hex)) return other(noun);
  }
  if (!isText) return other('binary data of an unknown kind');
  if (/^(?:ï»¿)?\s*(?:<!doctype html|<html)/i.test(byText))
    return { kind: 'html', noun: 'a web page (HTML)' };
  return { kind: 'txt', noun: 'a plain text' };
}

function zipKind({ head, tail, size }: ProbedContent): ContentKind {
  const names = zipEntryNames(tail, size);
  if (!names) return { kind: 'truncated-zip' };
  const has = (prefix: string) => names.some((name) => name.startsWith(prefix));
  if (names.includes('[Content_Types].xml')) {
    if (has('word/')) return { kind: 'docx', noun: 'a Word document' };
    if (has('xl/')) return other('an Excel workbook');
    if (has('ppt/')) return other('a PowerPoint presentation');
    return other('an Office file of an unknown kind');
  }
  const declared = /mimetypeapplication\/vnd\.oasis\.opendocument\.([a-z-]+)/.exec(
    head.toString('latin1'),
  )?.[1];
  if (declared?.startsWith('text')) return { kind: 'odt', noun: 'an OpenDocument text' };
  if (declared?.startsWith('spreadsheet')) return other('an OpenDocument spreadsheet');
  if (declared?.startsWith('presentation')) return other('an OpenDocument presentation');
  return other('a ZIP archive');
}

function compoundKind(streams: ReadonlySet<string>): ContentKind {
  if (streams.has('EncryptedPackage')) return { kind: 'protected' };
  if (streams.has('WordDocument')) return { kind: 'doc', noun: 'a Word 97–2003 document' };
  if (streams.has('Workbook')) return other('an Excel 97–2003 workbook');
  if (streams.has('PowerPoint Document')) return other('a PowerPoint 97–2003 presentation');
  return other('a Microsoft compound file of an unknown kind');
}

function startsWith(head: Buffer, hex: string): boolean {
  return head.toString('hex', 0, hex.length / 2) === hex;
}

/** Text has no zero bytes, unless a byte order mark says that it is UTF-16. */
function looksLikeText(head: Buffer): boolean {
  const isUtf16 = startsWith(head, 'fffe') || startsWith(head, 'feff');
  return isUtf16 || !head.includes(0);
}
