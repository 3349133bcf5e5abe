import { useEffect, useState } from 'react';
import type { UploadLimits } from '../api/types.js';
import { byteSize } from '../byte-size.js';
import { Icon } from '../icons/Icon.js';
import { listOf, messages } from '../messages.js';

interface Props {
  readonly limits: UploadLimits | undefined;
  readonly onDrop: (files: readonly File[], folders: readonly File[]) => void;
}

/** Files may be dropped anywhere on the page. */
export function DropTarget({ limits, onDrop }: Props) {
  const [isDragging, setDragging] = useState(false);
  useEffect(() => listenForFiles(setDragging, onDrop), [onDrop]);
  if (!isDragging) return null;
  return (
    <div className="drop-target">
      <div className="drop-card">
        <Icon name="upload" />
        <strong>{messages.dropHere}</strong>
        {limits && (
          <span>{messages.dropHint(listOf(limits.extensions), byteSize(limits.maxUploadBytes))}</span>
        )}
      </div>
    </div>
  );
}

function listenForFiles(setDragging: (isDragging: boolean) => void, onDrop: Props['onDrop']): () => void {
  // every element that the pointer crosses sends an enter and a leave
  let depth = 0;
  const change = (by: number): void => {
    depth = Math.max(0, depth + by);
    setDragging(depth > 0);
  };
  const on = (handle: (event: DragEvent) => void) => (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    handle(event);
  };
  const handlers = {
    dragenter: on(() => change(1)),
    dragleave: on(() => change(-1)),
    dragover: on((event) => {
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
    }),
    drop: on((event) => {
      change(-depth);
      const { files, folders } = droppedFiles(event.dataTransfer);
      onDrop(files, folders);
    }),
  };
  for (const [name, handler] of Object.entries(handlers)) {
    document.addEventListener(name as keyof typeof handlers, handler);
  }
  return () => {
    for (const [name, handler] of Object.entries(handlers)) {
      document.removeEventListener(name as keyof typeof handlers, handler);
    }
  };
}

function droppedFiles(transfer: DataTransfer | null): { files: File[]; folders: File[] } {
  const files: File[] = [];
  const folders: File[] = [];
  for (const item of transfer?.items ?? []) {
    const file = item.getAsFile();
    if (file) (item.webkitGetAsEntry()?.isDirectory ? folders : files).push(file);
  }
  return { files, folders };
}
