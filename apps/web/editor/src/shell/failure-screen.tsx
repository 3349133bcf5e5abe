import { useEffect, useRef, type JSX } from 'react';
import { endingWords } from '../frame/ending-words.js';
import type { FrameApp } from '../frame/frame-app.js';
import type { EndReason } from '../session/end-reason.js';
import { messages } from '../messages.js';

/** The document could not be opened: what happened, why, and what to do. */
export function FailureScreen({
  app,
  end,
}: {
  readonly app: FrameApp;
  readonly end: EndReason;
}): JSX.Element {
  const { title, text, advice } = endingWords(end);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <main className="failure">
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      <p>{text}</p>
      <p className="failure-advice">{advice}</p>
      <div className="buttons">
        {end.kind === 'incompatible' ? (
          <button type="button" className="button primary" onClick={() => location.reload()}>
            {messages.dialog.reload}
          </button>
        ) : (
          <button type="button" className="button primary" onClick={() => app.retry()}>
            {messages.dialog.tryAgain}
          </button>
        )}
        {app.isDeclared('onRequestClose') ? (
          <button type="button" className="button" onClick={() => app.requestClose()}>
            {messages.header.close}
          </button>
        ) : null}
      </div>
    </main>
  );
}
