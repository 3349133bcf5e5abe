import { DomainError, isDomainError } from '#libs/errors';
import { sniffDocument } from '../sniff/format-sniffer.js';
import { isWordOoxml } from '../sniff/document-format.js';
import { readZipDirectory } from '../sniff/zip-directory.js';
import { unpackEntry } from '../sniff/zip-limits.js';
import type { AssembledFile } from '../threads/word-work.js';

const TEXT_PART = /^word\/[^/]+\.xml$/;
const TEXT_ELEMENT = /<(?:\w+:)?t(?:\s[^>]*)?>[^<]*[^<\s][^<]*<\//;

/**
 * Last look at a file before it replaces somebody's document: it opens as what it is, and it is not empty when the
 * editors saw text. @throws DomainError 'invalid-output'
 */
export async function checkPublishable(
  assembled: Pick<AssembledFile, 'bytes' | 'text'>,
  originFormat: string,
): Promise<void> {
  const file = Buffer.from(assembled.bytes.buffer, assembled.bytes.byteOffset, assembled.bytes.byteLength);
  try {
    await sniffDocument(file, isWordOoxml(originFormat) ? originFormat : 'docx');
    if (assembled.text.trim() === '' || (await holdsText(file))) return;
  } catch (error) {
    if (!isDomainError(error)) throw error;
    throw new DomainError(
      'invalid-output',
      `The saved document was not sound and was held back: ${error.message}`,
      {
        cause: error,
      },
    );
  }
  throw new DomainError(
    'invalid-output',
    'The saved document was empty although the edited one is not; it was held back.',
  );
}

async function holdsText(file: Buffer): Promise<boolean> {
  for (const entry of readZipDirectory(file)) {
    if (!TEXT_PART.test(entry.name)) continue;
    const content = await unpackEntry(file, entry);
    const isUtf16 = content[0] === 0xff && content[1] === 0xfe;
    if (TEXT_ELEMENT.test(content.toString(isUtf16 ? 'utf16le' : 'utf8'))) return true;
  }
  return false;
}
