import type { JSX } from 'react';
import type { EditorState } from '../session/editor-state.js';
import { messages } from '../messages.js';

/** One line at the foot: connection and mode. */
export function StatusLine({ state }: { readonly state: EditorState }): JSX.Element {
  const { status, readOnly } = messages;
  const link = { online: status.connected, connecting: status.connecting, lost: status.reconnecting }[
    state.link
  ];
  return (
    <footer className="status-line" data-region="status" aria-label={status.region} tabIndex={-1}>
      <span className="link-state" data-link={state.link}>
        {link}
      </span>
      {state.canEdit ? null : <span>{readOnly[state.readOnlyReason ?? 'view-mode']}</span>}
    </footer>
  );
}
