import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { RequestProblem } from '../api/request-problem.js';
import type { LibraryFile, UploadLimits } from '../api/types.js';
import { uploadFile } from '../api/upload-file.js';
import { messages } from '../messages.js';
import { problemWith } from './check-file.js';
import { UploadQueue, type Upload, type UploadProblem } from './upload-queue.js';

const DONE_SHOWN_MS = 2_500;

export interface Uploads {
  readonly uploads: readonly Upload[];
  readonly add: (files: readonly File[], folders?: readonly File[]) => void;
  readonly retry: (id: number) => void;
  readonly remove: (id: number) => void;
}

export function useUploads(limits: UploadLimits | undefined, onAdded: (file: LibraryFile) => void): Uploads {
  const onAddedNow = useRef(onAdded);
  useEffect(() => {
    onAddedNow.current = onAdded;
  }, [onAdded]);
  const [queue] = useState(() => {
    const made: UploadQueue = new UploadQueue({
      send: uploadFile,
      describe: describeProblem,
      onDone: (file, upload) => {
        onAddedNow.current(file);
        setTimeout(() => made.remove(upload.id), DONE_SHOWN_MS);
      },
    });
    return made;
  });
  const uploads = useSyncExternalStore(queue.subscribe, queue.current);
  useWarningWhileSending(uploads);

  const add = useCallback<Uploads['add']>(
    (files, folders = []) => {
      for (const folder of folders) queue.refuse(folder, messages.folder(folder.name));
      for (const file of files) {
        const problem = limits && problemWith(file, limits);
        if (problem) queue.refuse(file, problem);
        else queue.add(file);
      }
    },
    [queue, limits],
  );
  return { uploads, add, retry: (id) => queue.retry(id), remove: (id) => queue.remove(id) };
}

function describeProblem(error: unknown, file: File): UploadProblem {
  if (error instanceof RequestProblem) {
    return { sentence: error.message, isRetryable: error.status === 0 || error.status >= 500 };
  }
  return { sentence: messages.transferBroke(file.name), isRetryable: true };
}

/** The browser asks before it closes a page that is still sending. */
function useWarningWhileSending(uploads: readonly Upload[]): void {
  const isSending = uploads.some(({ state }) => state !== 'done' && state !== 'failed');
  useEffect(() => {
    if (!isSending) return undefined;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [isSending]);
}
