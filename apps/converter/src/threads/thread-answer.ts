import type { WordDocumentErrorCode } from '#libs/document-model';
import type { WordResults, WordTask } from './word-work.js';

/** Errors lose their class on the way out of a thread; this is what is left of them. */
export type ThreadAnswer =
  | { readonly isOk: true; readonly value: WordResults[WordTask['kind']] }
  | {
      readonly isOk: false;
      readonly code?: WordDocumentErrorCode;
      readonly message: string;
      readonly stack?: string;
    };
