import { readOoxmlPackage, type OoxmlPackage } from '@docx-editor.dev/core/store';
import { WordDocumentError } from './errors.js';
import { sha256 } from './shared/canonical-form.js';

/** An editing master that was read once and can be shared by everything that works on it. */
export interface OpenedMaster {
  readonly bytes: Uint8Array;
  readonly package: OoxmlPackage;
  /** SHA-256 of the bytes, hex. */
  readonly digest: string;
}

const ZIP_MAGIC = [0x50, 0x4b, 0x03, 0x04];
/** Reasons that mean "this is no Word document at all" rather than "one we cannot take". */
const NOT_A_DOCUMENT = new Set([
  'no-content-types',
  'no-main-document',
  'not-a-zip',
  'inflate-error',
  'bad-zip',
]);

/** Reads a .docx within the engine's limits of size, depth and number of parts. */
export function openMaster(bytes: Uint8Array): OpenedMaster {
  if (ZIP_MAGIC.some((byte, i) => bytes[i] !== byte)) {
    throw new WordDocumentError(
      'not-a-document',
      'The file does not begin like a Word document (a zip package).',
    );
  }
  let result: ReturnType<typeof readOoxmlPackage>;
  try {
    result = readOoxmlPackage(bytes);
  } catch (cause) {
    throw new WordDocumentError('refused-by-engine', 'The document could not be read.', { cause });
  }
  if (!result.ok) {
    const code = NOT_A_DOCUMENT.has(result.reason) ? 'not-a-document' : 'refused-by-engine';
    const detail = result.detail === undefined || result.detail === '' ? '' : ` (${result.detail})`;
    throw new WordDocumentError(code, `The document was refused: ${result.reason}${detail}.`);
  }
  const opened = result.package;
  let digest: string | null = null;
  return {
    bytes,
    package: opened,
    get digest() {
      digest ??= sha256(bytes);
      return digest;
    },
  };
}
