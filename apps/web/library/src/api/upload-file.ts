import { messages } from '../messages.js';
import { uploadUrl } from './library-api.js';
import { problemOf, RequestProblem } from './request-problem.js';
import type { LibraryFile } from './types.js';

export interface UploadWatcher {
  onProgress(sentBytes: number): void;
  /** everything is sent; the server looks at the file now */
  onSent(): void;
}

/** Sends a file. XMLHttpRequest, because fetch tells nothing about progress. */
export function uploadFile(file: File, watcher: UploadWatcher, signal: AbortSignal): Promise<LibraryFile> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', uploadUrl(file.name));
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.upload.addEventListener('progress', (event) => watcher.onProgress(event.loaded));
    request.upload.addEventListener('load', () => watcher.onSent());
    request.addEventListener('load', () => {
      if (request.status === 201) resolve(JSON.parse(request.responseText) as LibraryFile);
      else reject(problemOf(request.status, request.responseText));
    });
    request.addEventListener('error', () => reject(new RequestProblem(messages.transferBroke(file.name), 0)));
    request.addEventListener('abort', () => reject(new DOMException('cancelled', 'AbortError')));
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
