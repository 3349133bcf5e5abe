import { assembleWord, createHeadlessReplica, validateAssembled } from '#libs/document-model';

/** Work on a document tree: minutes of one processor for a hostile file, so it never runs on the main thread. */
export type WordTask =
  | { readonly kind: 'check'; readonly master: Uint8Array }
  | { readonly kind: 'assemble'; readonly master: Uint8Array; readonly updates: readonly Uint8Array[] };

export interface AssembledFile {
  readonly bytes: Uint8Array;
  readonly partsTotal: number;
  readonly partsUnchanged: number;
  /** text of master and changes, as the editors saw it */
  readonly text: string;
}

export interface WordResults {
  check: undefined;
  assemble: AssembledFile;
}

/** @throws WordDocumentError */
export function doWordTask(task: WordTask): WordResults[WordTask['kind']] {
  if (task.kind === 'check') {
    createHeadlessReplica(task.master).session.destroy();
    return undefined;
  }
  const { bytes, partsTotal, partsUnchanged, changedParts, text } = assembleWord(task.master, task.updates);
  validateAssembled(task.master, bytes, changedParts);
  return { bytes, partsTotal, partsUnchanged, text };
}
