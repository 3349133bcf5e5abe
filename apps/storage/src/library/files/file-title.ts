import { DomainError } from '#libs/errors';

/** contract/editor-api.md section 4: `document.title` has at most 128 characters */
export const MAX_TITLE_LENGTH = 128;

const CONTROL_CHARACTERS = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu;

/** Base name and extension (lower case, without the dot) of a title. */
export function splitTitle(title: string): { base: string; extension: string } {
  const dot = title.lastIndexOf('.');
  if (dot === -1) return { base: title, extension: '' };
  return { base: title.slice(0, dot), extension: title.slice(dot + 1).toLowerCase() };
}

/** A title from the name of an uploaded file: what cannot be in a title is replaced, what is too long is cut. */
export function titleOfUpload(fileName: string): string {
  const clean = fileName.normalize('NFC').replace(CONTROL_CHARACTERS, '').replace(/[/\\]/g, '_').trim();
  const { base, extension } = splitTitle(clean);
  const suffix = extension === '' ? '' : `.${extension.slice(0, 20)}`;
  return fitted(base.trim() || 'Untitled', suffix);
}

/**
 * The title after renaming: the extension stays, whether the new name has it or not.
 * @throws DomainError 'bad-request'
 */
export function renamedTitle(current: string, wanted: string): string {
  const { extension } = splitTitle(current);
  const suffix = extension === '' ? '' : `.${extension}`;
  let base = wanted.normalize('NFC').trim();
  if (suffix !== '' && base.toLowerCase().endsWith(suffix)) base = base.slice(0, -suffix.length).trim();
  if (base === '')
    throw new DomainError('bad-request', 'A document needs a name. Type at least one character.');
  if (/[/\\]/.test(base)) {
    throw new DomainError('bad-request', 'A name cannot contain “/” or “\\”. Use another character.');
  }
  if (base.search(CONTROL_CHARACTERS) !== -1) {
    throw new DomainError('bad-request', 'A name cannot contain line breaks or control characters.');
  }
  const length = base.length + suffix.length;
  if (length > MAX_TITLE_LENGTH) {
    throw new DomainError(
      'bad-request',
      `This name has ${length} characters with its extension; ${MAX_TITLE_LENGTH} are allowed.`,
    );
  }
  return base + suffix;
}

/** The title with a number in front of the extension when another document has it already. */
export function numberedTitle(title: string, inUse: readonly string[]): string {
  const taken = new Set(inUse.map((one) => one.toLowerCase()));
  const { base, extension } = splitTitle(title);
  const suffix = extension === '' ? '' : `.${extension}`;
  let candidate = title;
  for (let number = 2; taken.has(candidate.toLowerCase()); number++) {
    candidate = fitted(base, ` ${number}${suffix}`);
  }
  return candidate;
}

/** The title with another extension; a document that is saved in another format changes it. */
export function withExtension(title: string, extension: string): string {
  const { base, extension: current } = splitTitle(title);
  return current === extension ? title : fitted(base, `.${extension}`);
}

function fitted(base: string, suffix: string): string {
  return base.slice(0, MAX_TITLE_LENGTH - suffix.length) + suffix;
}
