import { useRef } from 'react';
import type { UploadLimits } from '../api/types.js';
import { Icon } from '../icons/Icon.js';
import { messages } from '../messages.js';

interface Props {
  readonly limits: UploadLimits | undefined;
  readonly onChoose: (files: readonly File[]) => void;
}

export function UploadButton({ limits, onChoose }: Props) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" className="button" onClick={() => input.current?.click()}>
        <Icon name="upload" />
        {messages.upload}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        aria-label={messages.upload}
        accept={limits?.extensions.map((extension) => `.${extension}`).join(',')}
        onChange={(event) => {
          onChoose([...(event.target.files ?? [])]);
          // the same file may be chosen again
          event.target.value = '';
        }}
      />
    </>
  );
}
