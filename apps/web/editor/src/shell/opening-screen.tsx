import type { JSX } from 'react';
import type { OpeningStep } from '../session/editor-state.js';
import { messages } from '../messages.js';

interface OpeningScreenProps {
  readonly title: string;
  readonly step: OpeningStep;
  readonly progress: number | null;
  readonly isUnreachable: boolean;
}

/** What happens until the document is there. */
export function OpeningScreen({ title, step, progress, isUnreachable }: OpeningScreenProps): JSX.Element {
  const words = messages.opening;
  const text = isUnreachable && step === 'connecting' ? words.noConnection : words.steps[step];
  const percent = progress === null ? null : Math.round(progress * 100);
  return (
    <main className="opening" aria-busy="true">
      <h1 className="opening-title">{title || words.title}</h1>
      <div
        className="opening-bar"
        role="progressbar"
        aria-label={words.title}
        {...(percent === null ? { 'data-unknown': true } : { 'aria-valuenow': percent })}
      >
        <span style={percent === null ? undefined : { width: `${percent}%` }} />
      </div>
      <p className="opening-step" role="status">
        {text}
        {percent === null ? null : ` ${percent} %`}
      </p>
    </main>
  );
}
