import { useState, type JSX } from 'react';
import { endingWords } from '../frame/ending-words.js';
import type { FrameApp } from '../frame/frame-app.js';
import type { EndKind, EndReason } from '../session/end-reason.js';
import { messages } from '../messages.js';
import { Dialog } from './dialog.js';

/** Endings after which opening the same document again, in this frame, leads somewhere. */
const CAN_REOPEN: readonly EndKind[] = [
  'change-refused',
  'malformed',
  'session-expired',
  'refused',
  'page-broken',
];

/** Editing ended while the document was on the screen: says why; the content stays readable behind it. */
export function EndDialog({
  app,
  end,
}: {
  readonly app: FrameApp;
  readonly end: EndReason | null;
}): JSX.Element | null {
  const [read, setRead] = useState<EndReason | null>(null);
  // The page is about to bring the newer version; a dialog would only be in the way.
  const isHandledByPage = end?.kind === 'version-saved' && app.isDeclared('onRequestRefreshFile');
  if (!end || end === read || isHandledByPage) return null;
  const { title, text, advice } = endingWords(end);
  const words = messages.dialog;
  const buttons = (
    <>
      {end.kind === 'incompatible' ? (
        <button type="button" className="button primary" onClick={() => location.reload()}>
          {words.reload}
        </button>
      ) : null}
      {CAN_REOPEN.includes(end.kind) ? (
        <button type="button" className="button primary" onClick={() => app.retry()}>
          {words.reload}
        </button>
      ) : null}
      <button type="button" className="button" onClick={() => setRead(end)}>
        {words.close}
      </button>
    </>
  );
  return (
    <Dialog title={title} buttons={buttons} onClose={() => setRead(end)}>
      <p>{text}</p>
      <p>{advice}</p>
    </Dialog>
  );
}
