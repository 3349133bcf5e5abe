import { randomBytes } from 'node:crypto';

/** A key for editing one version of a document; nobody can guess it, and it tells which document it belongs to. */
export function newDocumentKey(fileId: string, version: number): string {
  return `${fileId}-${version}-${randomBytes(9).toString('base64url')}`;
}

export function isKeyOf(fileId: string, documentKey: string): boolean {
  return documentKey.startsWith(`${fileId}-`);
}
