import type { JSX } from 'react';
import type { FrameApp } from '../frame/frame-app.js';
import { messages } from '../messages.js';
import { Dialog } from './dialog.js';
import { useStore } from './use-store.js';

/** Dialogs that the integrator's page causes. */
export function AppDialogs({ app }: { readonly app: FrameApp }): JSX.Element | null {
  const { dialog, deniedText } = useStore(app.store);
  const words = messages.dialog;
  const close = (): void => app.closeDialog();
  if (dialog === 'denied') {
    return (
      <Dialog
        title={words.deniedTitle}
        onClose={close}
        buttons={
          <button type="button" className="button primary" onClick={close}>
            {words.close}
          </button>
        }
      >
        <p>{deniedText ?? messages.readOnly.denied}</p>
      </Dialog>
    );
  }
  if (dialog === 'none') return null;
  return (
    <Dialog
      title={words.unsentTitle}
      onClose={close}
      buttons={
        <>
          <button type="button" className="button primary" onClick={close}>
            {words.stay}
          </button>
          <button type="button" className="button" onClick={() => app.leaveAnyway()}>
            {words.leave}
          </button>
        </>
      }
    >
      <p>{words.unsentText}</p>
    </Dialog>
  );
}
