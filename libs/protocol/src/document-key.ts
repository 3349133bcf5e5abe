/** contract/editor-api.md section 8: allowed characters and length of `document.key`. */
const DOCUMENT_KEY = /^[0-9a-zA-Z\-._=]{1,128}$/;

export function isDocumentKey(value: unknown): value is string {
  return typeof value === 'string' && DOCUMENT_KEY.test(value);
}
