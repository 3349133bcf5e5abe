import {
  readOoxmlPackage,
  resolveContentTypeOf,
  validatePackageInvariants,
} from '@docx-editor.dev/core/store';
import { WordDocumentError } from '../errors.js';
import { CONTENT_TYPES_ENTRY } from './content-types.js';
import { crc32 } from './crc32.js';
import { inflateEntry, readZip, type ZipArchive, type ZipEntry } from './zip-archive.js';

/**
 * Proves that an assembled file can be opened and that nothing was touched that should not have been. Throws
 * `invalid-output` naming what failed; such a file must not be stored.
 */
export function validateAssembled(
  master: Uint8Array,
  out: Uint8Array,
  changedParts: readonly string[],
): void {
  const changed = new Set(changedParts);
  const before = readZip(master);
  const after = openOutput(out);
  checkUntouched(before, after, changed);
  for (const entry of after.entries) if (changed.has(entry.name)) checkContent(entry);
  checkPackage(out, after, changed);
}

function openOutput(out: Uint8Array): ZipArchive {
  try {
    return readZip(out);
  } catch (cause) {
    throw new WordDocumentError('invalid-output', 'The assembled zip cannot be read.', { cause });
  }
}

function checkUntouched(before: ZipArchive, after: ZipArchive, changed: ReadonlySet<string>): void {
  const written = new Map(after.entries.map((entry) => [entry.name, entry]));
  for (const entry of before.entries) {
    if (changed.has(entry.name)) continue;
    const copy = written.get(entry.name);
    if (copy === undefined) throw invalid(`the entry ${entry.name} is missing`);
    if (copy.crc !== entry.crc || !sameBytes(copy.compressed, entry.compressed))
      throw invalid(`the entry ${entry.name} was altered`);
  }
  const known = new Set(before.entries.map((entry) => entry.name));
  for (const { name } of after.entries)
    if (!known.has(name) && !changed.has(name)) throw invalid(`the entry ${name} was not expected`);
  if (written.size !== after.entries.length) throw invalid('two entries have the same name');
}

function checkContent(entry: ZipEntry): void {
  const content = inflateEntry(entry);
  if (content.length !== entry.size || crc32(content) !== entry.crc)
    throw invalid(`the entry ${entry.name} does not match its checksum`);
}

function checkPackage(out: Uint8Array, archive: ZipArchive, changed: ReadonlySet<string>): void {
  // The engine reads every XML part, so a part that is not well formed is refused here.
  const read = readOoxmlPackage(out);
  if (!read.ok) throw invalid(`it cannot be opened again: ${read.reason} ${read.detail ?? ''}`);
  const invariants = validatePackageInvariants(read.package);
  if (!invariants.ok)
    throw invalid(`the package is inconsistent: ${JSON.stringify(invariants.issues.slice(0, 3))}`);
  for (const { name } of archive.entries) {
    if (name === CONTENT_TYPES_ENTRY || name.endsWith('/')) continue;
    if (changed.has(name) && resolveContentTypeOf(read.package, `/${name}`) === null)
      throw invalid(`the part ${name} has no content type`);
  }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function invalid(why: string): WordDocumentError {
  return new WordDocumentError('invalid-output', `The assembled file is not valid: ${why}.`);
}
