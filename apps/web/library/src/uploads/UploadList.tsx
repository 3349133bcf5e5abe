import { byteSize } from '../byte-size.js';
import { Icon } from '../icons/Icon.js';
import { messages } from '../messages.js';
import type { Upload } from './upload-queue.js';
import type { Uploads } from './use-uploads.js';

export function UploadList({ uploads, retry, remove }: Uploads) {
  if (uploads.length === 0) return null;
  return (
    <section className="uploads" aria-label={messages.uploads}>
      <ul>
        {uploads.map((upload) => (
          <UploadRow
            key={upload.id}
            upload={upload}
            onRetry={() => retry(upload.id)}
            onRemove={() => remove(upload.id)}
          />
        ))}
      </ul>
    </section>
  );
}

interface RowProps {
  readonly upload: Upload;
  readonly onRetry: () => void;
  readonly onRemove: () => void;
}

function UploadRow({ upload, onRetry, onRemove }: RowProps) {
  const { file, state, problem } = upload;
  const isFailed = state === 'failed';
  return (
    <li className={`upload upload-${state}`}>
      <span className="upload-mark">
        <Icon name={isFailed ? 'warning' : state === 'done' ? 'check' : 'upload'} />
      </span>
      <div className="upload-body">
        {isFailed ? (
          <p className="upload-problem" role="alert">
            {problem}
          </p>
        ) : (
          <Progress upload={upload} />
        )}
      </div>
      {isFailed && upload.isRetryable && (
        <button type="button" className="button button-quiet" onClick={onRetry}>
          {messages.tryAgain}
        </button>
      )}
      {state !== 'done' && (
        <button
          type="button"
          className="icon-button"
          title={isFailed ? messages.dismiss : messages.cancel}
          aria-label={isFailed ? messages.dismissUpload(file.name) : messages.cancelUpload(file.name)}
          onClick={onRemove}
        >
          <Icon name="close" />
        </button>
      )}
    </li>
  );
}

function Progress({ upload }: { upload: Upload }) {
  const { file, state, sentBytes } = upload;
  const share = state === 'done' || file.size === 0 ? 1 : sentBytes / file.size;
  const percent = Math.floor(share * 100);
  const words = {
    waiting: messages.waiting,
    sending: messages.sending(percent, byteSize(sentBytes), byteSize(file.size)),
    checking: messages.checking,
    done: messages.added,
    failed: '',
  }[state];
  return (
    <>
      <div className="upload-line">
        <span className="upload-name">{file.name}</span>
        <span className="upload-state">{words}</span>
      </div>
      <progress max={100} value={percent} aria-label={file.name} aria-valuetext={words} />
    </>
  );
}
