import { useState, type JSX } from 'react';
import { endingWords } from '../frame/ending-words.js';
import type { FrameApp } from '../frame/frame-app.js';
import type { EditorState } from '../session/editor-state.js';
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

interface EndDialogProps {
  readonly app: FrameApp;
  readonly state: EditorState;
}

/** Editing ended while the document was on the screen: says why; the content stays readable behind it. */
export function EndDialog({ app, state }: EndDialogProps): JSX.Element | null {
  const [read, setRead] = useState<EndReason | null>(null);
  const { end, hasLostChanges } = state;
  // The page is about to bring the newer version; a dialog would only be in the way.
  const isHandledByPage =
    end?.kind === 'version-saved' && app.isDeclared('onRequestRefreshFile') && !hasLostChanges;
  if (!end || end === read || isHandledByPage) return null;
  const { title, text, advice } = endingWords(end);
  const close = (): void => setRead(end);
  return (
    <Dialog
      title={title}
      onClose={close}
      buttons={<EndButtons app={app} state={state} end={end} close={close} />}
    >
      <p>{text}</p>
      <p>{hasLostChanges ? messages.dialog.lostChanges : advice}</p>
    </Dialog>
  );
}

interface EndButtonsProps extends EndDialogProps {
  readonly end: EndReason;
  readonly close: () => void;
}

function EndButtons({ app, state, end, close }: EndButtonsProps): JSX.Element {
  const words = messages.dialog;
  const reopen = reopening(app, end.kind);
  return (
    <>
      {state.hasLostChanges ? (
        <button type="button" className="button primary" onClick={() => app.downloadCopy()}>
          {words.downloadCopy}
        </button>
      ) : null}
      {reopen ? (
        <button type="button" className={state.hasLostChanges ? 'button' : 'button primary'} onClick={reopen}>
          {words.reload}
        </button>
      ) : null}
      <button type="button" className="button" onClick={close}>
        {words.close}
      </button>
    </>
  );
}

function reopening(app: FrameApp, kind: EndKind): (() => void) | null {
  if (kind === 'incompatible') return () => location.reload();
  return CAN_REOPEN.includes(kind) ? () => app.retry() : null;
}
