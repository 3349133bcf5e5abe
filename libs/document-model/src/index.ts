export { createBlankDocx } from './blank/blank-docx.js';
export { WordDocumentError, type WordDocumentErrorCode } from './errors.js';
