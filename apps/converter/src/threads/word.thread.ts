import { WordDocumentError } from '#libs/document-model';
import { parentPort } from 'node:worker_threads';
import type { ThreadAnswer } from './thread-answer.js';
import { doWordTask, type WordTask } from './word-work.js';

/* Entry of the thread in which documents are opened and assembled; takes one task after the other. */

function answerTo(task: WordTask): ThreadAnswer {
  try {
    return { isOk: true, value: doWordTask(task) };
  } catch (error) {
    if (!(error instanceof Error)) return { isOk: false, message: String(error) };
    const stack = error.stack ?? error.message;
    return error instanceof WordDocumentError
      ? { isOk: false, code: error.code, message: error.message, stack }
      : { isOk: false, message: error.message, stack };
  }
}

parentPort?.on('message', (task: WordTask) => parentPort?.postMessage(answerTo(task)));
