import { DomainError } from '#libs/errors';
import { contentsOfExtension, formatFacts, type SniffedFormat } from './document-format.js';
import { strangerName } from './known-strangers.js';
import { isOle2, readOle2Directory, type Ole2Stream } from './ole2-directory.js';
import { textEncodingOf, textFormatOf } from './text-content.js';
import { isZip, passwordProtected, sniffZip } from './zip-content.js';

/**
 * Finds out what a file is, and that it is safe to hand it to an engine.
 *
 * @param extension what its name says, without dot
 * @throws DomainError 'empty-file' | 'unsupported-format' | 'not-a-document' | 'wrong-extension' | 'corrupt-document' |
 * 'password-protected' | 'too-large', each with a sentence for people
 */
export async function sniffDocument(file: Buffer, extension: string): Promise<SniffedFormat> {
  const allowed = contentsOfExtension.get(extension);
  if (!allowed) {
    throw new DomainError('unsupported-format', `Files of the type .${shown(extension)} are not supported.`);
  }
  const found = await sniffContent(file, extension);
  if (!allowed.includes(found)) {
    throw new DomainError(
      'wrong-extension',
      `The name of the document ends in .${extension}, but its content is ${formatFacts[found].name}. ` +
        'Give the file the right extension and open it again.',
    );
  }
  return found;
}

async function sniffContent(file: Buffer, extension: string): Promise<SniffedFormat> {
  if (file.length === 0)
    throw new DomainError('empty-file', 'The document is empty: the file has no content at all.');
  if (isZip(file)) return (await sniffZip(file)) ?? notADocument('a zip archive without a document in it');
  if (isOle2(file)) return sniffOle2(readOle2Directory(file));
  if (file.subarray(0, 1_024).includes('%PDF-')) return 'pdf';
  const stranger = strangerName(file);
  if (stranger !== undefined) return notADocument(stranger);
  if (textEncodingOf(file) !== undefined) {
    const text = textFormatOf(file);
    // Text under a name that promises a structured document is a mistake, most often an error page.
    if (text === 'text' && extension !== 'txt' && extension !== 'csv') return notADocument('plain text');
    return text;
  }
  return notADocument('of no kind we know');
}

function notADocument(what: string): never {
  throw new DomainError('not-a-document', `This file is not a document: its content is ${what}.`);
}

function sniffOle2(streams: readonly Ole2Stream[]): SniffedFormat {
  const named = (name: string) => streams.find((stream) => stream.name === name);
  if (named('EncryptedPackage')) throw passwordProtected();
  const word = named('WordDocument');
  if (word) {
    if (isEncryptedWord(word.start)) throw passwordProtected();
    return 'doc';
  }
  if (named('Workbook') ?? named('Book')) return 'xls';
  if (named('PowerPoint Document')) return 'ppt';
  return notADocument('a container of an older program without a document in it');
}

/** Bit fEncrypted of the file information block. */
function isEncryptedWord(start: Buffer): boolean {
  return start.length > 12 && (start.readUInt16LE(10) & 0x0100) !== 0;
}

function shown(extension: string): string {
  return extension.replace(/[^\w-]/g, '?').slice(0, 20);
}
