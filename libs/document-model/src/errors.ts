/** Why a document, an update or an assembled file was refused. */
export type WordDocumentErrorCode =
  | 'not-a-document'
  | 'refused-by-engine'
  | 'base-mismatch'
  | 'malformed-update'
  | 'incomplete-log'
  | 'invalid-output';

/** The only error this lib throws for bad input; match on `code`, show `message` in logs. */
export class WordDocumentError extends Error {
  readonly code: WordDocumentErrorCode;

  constructor(code: WordDocumentErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'WordDocumentError';
    this.code = code;
  }
}
