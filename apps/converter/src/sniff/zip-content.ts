import { DomainError } from '#libs/errors';
import type { SniffedFormat } from './document-format.js';
import { readZipDirectory, type ZipEntry } from './zip-directory.js';
import { checkDeclaredSizes, checkRealSizes, unpackEntry } from './zip-limits.js';

/** Content type of the main part → format. */
const OOXML_MAIN: readonly [contentType: string, format: SniffedFormat, type: 'word' | 'cell' | 'slide'][] = [
  ['wordprocessingml.document.main+xml', 'docx', 'word'],
  ['wordprocessingml.template.main+xml', 'dotx', 'word'],
  ['ms-word.document.macroenabled.main+xml', 'docm', 'word'],
  ['ms-word.template.macroenabledtemplate.main+xml', 'dotm', 'word'],
  ['spreadsheetml.sheet.main+xml', 'xlsx', 'cell'],
  ['spreadsheetml.template.main+xml', 'xltx', 'cell'],
  ['ms-excel.sheet.macroenabled.main+xml', 'xlsm', 'cell'],
  ['ms-excel.sheet.binary.macroenabled.main', 'xlsb', 'cell'],
  ['presentationml.presentation.main+xml', 'pptx', 'slide'],
  ['presentationml.slideshow.main+xml', 'ppsx', 'slide'],
  ['presentationml.template.main+xml', 'potx', 'slide'],
  ['ms-powerpoint.presentation.macroenabled.main+xml', 'pptm', 'slide'],
];

const ODF_MIMETYPES: Record<string, [format: SniffedFormat, type: 'word' | 'cell' | 'slide']> = {
  'application/vnd.oasis.opendocument.text': ['odt', 'word'],
  'application/vnd.oasis.opendocument.text-template': ['ott', 'word'],
  'application/vnd.oasis.opendocument.spreadsheet': ['ods', 'cell'],
  'application/vnd.oasis.opendocument.presentation': ['odp', 'slide'],
  'application/epub+zip': ['epub', 'word'],
};

/** The list of content types and the manifest are small; a huge one is an attack. */
const LARGEST_LISTING = 4 * 1024 ** 2;

export function isZip(file: Buffer): boolean {
  return file.length >= 4 && file.readUInt32LE(0) === 0x04034b50;
}

/**
 * Format of a zip file, after its directory, its declared sizes and the real size of its XML were found harmless.
 * Undefined for a zip that is no document.
 * @throws DomainError 'corrupt-document' | 'too-large' | 'password-protected'
 */
export async function sniffZip(file: Buffer): Promise<SniffedFormat | undefined> {
  const entries = readZipDirectory(file);
  const found = (await ooxmlFormat(file, entries)) ?? (await odfFormat(file, entries));
  if (!found) return undefined;
  if (entries.some((entry) => entry.isEncrypted)) throw passwordProtected();
  checkDeclaredSizes(entries, found.type);
  await checkRealSizes(file, entries);
  return found.format;
}

export function passwordProtected(): DomainError {
  return new DomainError(
    'password-protected',
    'The document is protected with a password. Open it with the program it was made with, remove the password and upload it again.',
  );
}

interface Found {
  readonly format: SniffedFormat;
  readonly type: 'word' | 'cell' | 'slide';
}

async function ooxmlFormat(file: Buffer, entries: readonly ZipEntry[]): Promise<Found | undefined> {
  const listing = await listingNamed(file, entries, '[content_types].xml');
  if (listing === undefined) return undefined;
  const contentTypes = listing.toLowerCase();
  const found = OOXML_MAIN.find(([contentType]) => contentTypes.includes(contentType));
  return found && { format: found[1], type: found[2] };
}

async function odfFormat(file: Buffer, entries: readonly ZipEntry[]): Promise<Found | undefined> {
  const mimetype = await listingNamed(file, entries, 'mimetype');
  const known = mimetype === undefined ? undefined : ODF_MIMETYPES[mimetype.trim()];
  if (!known) return undefined;
  const manifest = await listingNamed(file, entries, 'meta-inf/manifest.xml');
  if (manifest?.includes('encryption-data')) throw passwordProtected();
  return { format: known[0], type: known[1] };
}

async function listingNamed(
  file: Buffer,
  entries: readonly ZipEntry[],
  name: string,
): Promise<string | undefined> {
  const entry = entries.find((candidate) => candidate.name.toLowerCase() === name);
  if (!entry) return undefined;
  if (entry.isEncrypted) throw passwordProtected();
  if (entry.size > LARGEST_LISTING) {
    throw new DomainError(
      'too-large',
      'The document is damaged: its list of parts is longer than any real one.',
    );
  }
  const content = await unpackEntry(file, entry);
  return content.toString(content[0] === 0xff && content[1] === 0xfe ? 'utf16le' : 'utf8');
}
