import { DomainError } from '#libs/errors';
import { contentKindOf } from './content-kind.js';
import type { ProbedContent } from './content-probe.js';
import { acceptedExtensions, fileTypeOf, type FileType } from './file-types.js';

/** @throws DomainError 'unsupported-format' when the library keeps no files with this extension */
export function requireFileType(title: string, extension: string): FileType {
  const type = fileTypeOf(extension);
  if (type) return type;
  const list = acceptedExtensions.map((one) => `.${one}`);
  const accepted = `${list.slice(0, -1).join(', ')} or ${list.at(-1)}`;
  const what = extension === '' ? 'Files without an extension are' : `.${extension} files are`;
  throw new DomainError(
    'unsupported-format',
    `“${title}” cannot be added: ${what} not supported yet. Use a ${accepted} file.`,
  );
}

/**
 * Refuses a file whose content is not what its name says.
 * @throws DomainError with a sentence that says what the file is
 */
export function checkContent(title: string, type: FileType, content: ProbedContent): void {
  const found = contentKindOf(content);
  switch (found.kind) {
    case type.extension:
      return;
    case 'empty':
      throw new DomainError('empty-file', `“${title}” is empty: it has 0 bytes.`);
    case 'protected':
      throw new DomainError(
        'password-protected',
        `“${title}” is protected with a password. Remove the password in the program that made it, then upload it again.`,
      );
    case 'truncated-zip':
      throw new DomainError(
        'corrupt-document',
        `“${title}” is damaged: the file ends too early or its list of contents is broken. Save or copy it again.`,
      );
    case 'html':
      // the source of a web page is a text like any other
      if (type.extension === 'txt') return;
      throw notA(title, type, found.noun);
    case 'other':
      throw notA(title, type, found.noun);
    default:
      throw new DomainError(
        'wrong-extension',
        `“${title}” is not ${type.noun}: it is ${found.noun}. Rename it to end in .${found.kind}, then upload it again.`,
      );
  }
}

function notA(title: string, type: FileType, noun: string): DomainError {
  return new DomainError('not-a-document', `“${title}” is not ${type.noun}: it is ${noun}.`);
}
