import type { DocumentConfig, EditorConfig } from '../../frame-protocol/editor-config.js';
import { currentNameOf, defaultFileTypeOf, documentTypeOf, isDocumentType } from './file-types.js';

/** `problem` is a sentence for an alert: the editor is not shown. `warnings` go to the console. */
export interface ConfigCheck {
  readonly problem: string | null;
  readonly warnings: readonly string[];
}

/**
 * Checks the parameters and completes them in the caller's object (contract/editor-api.md, section 2, step 3).
 * A configuration without `document` is not checked: the page may send the document later.
 */
export function checkConfig(config: EditorConfig, newKey: () => string = randomKey): ConfigCheck {
  const warnings: string[] = [];
  const { document } = config;
  if (!document) return { problem: null, warnings };
  const problem =
    missingParameters(config, document) ??
    checkDocumentType(config, warnings) ??
    checkFileType(config, document) ??
    checkKey(document, newKey);
  if (problem === null) {
    completeTypes(config, document);
    document.title ||= `Unnamed.${document.fileType}`;
    checkUser(config, warnings);
  }
  return { problem, warnings };
}

/** 20 hexadecimal digits. */
export function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function missingParameters(config: EditorConfig, document: DocumentConfig): string | null {
  if (!document.url || (!document.fileType && !config.documentType)) {
    return 'One or more required parameters of the configuration are not set: document.url and document.fileType are needed.';
  }
  return null;
}

function checkDocumentType(config: EditorConfig, warnings: string[]): string | null {
  const { documentType } = config;
  if (!documentType) return null;
  const currentName = currentNameOf(documentType);
  if (currentName) {
    warnings.push(
      `documentType "${documentType}" is deprecated: use word, cell, slide, pdf or diagram (here "${currentName}").`,
    );
    config.documentType = currentName;
    return null;
  }
  return isDocumentType(documentType)
    ? null
    : `The documentType "${documentType}" is not known: it must be word, cell, slide, pdf or diagram.`;
}

function checkFileType(config: EditorConfig, document: DocumentConfig): string | null {
  if (!document.fileType) return null;
  if (typeof document.fileType !== 'string') return 'The parameter document.fileType must be a string.';
  document.fileType = document.fileType.toLowerCase();
  return documentTypeOf(document.fileType)
    ? null
    : `The file type "${document.fileType}" of document.fileType is not supported.`;
}

function checkKey(document: DocumentConfig, newKey: () => string): string | null {
  if (document.key === undefined || document.key === null || document.key === '') document.key = newKey();
  return typeof document.key === 'string' ? null : 'The parameter document.key must be a string.';
}

function completeTypes(config: EditorConfig, document: DocumentConfig): void {
  const { documentType } = config;
  if (document.fileType) config.documentType = documentType || documentTypeOf(document.fileType);
  else if (documentType && isDocumentType(documentType)) document.fileType = defaultFileTypeOf(documentType);
}

function checkUser(config: EditorConfig, warnings: string[]): void {
  const user = config.editorConfig?.user;
  if (typeof user?.id === 'number') {
    warnings.push('editorConfig.user.id should be a string; the number was converted.');
    user.id = String(user.id);
  }
}
