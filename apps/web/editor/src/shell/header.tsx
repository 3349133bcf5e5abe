import type { JSX } from 'react';
import type { FrameApp } from '../frame/frame-app.js';
import { backButton, closeButton, type LeaveButton } from '../frame/go-back.js';
import type { EditorState } from '../session/editor-state.js';
import { messages } from '../messages.js';
import { DocumentTitle } from './document-title.js';
import { BackIcon, CloseIcon } from './icons.js';
import { PeopleList } from './people-list.js';
import { SaveIndicator } from './save-indicator.js';

interface HeaderProps {
  readonly app: FrameApp;
  readonly state: EditorState;
}

/** Title, state of saving, people, and the ways out. */
export function Header({ app, state }: HeaderProps): JSX.Element {
  const settings = app.store.get().init?.config ?? {};
  const back = backButton(settings);
  const close = closeButton(settings, app.isDeclared('onRequestClose'));
  return (
    <header className="header" data-region="header" aria-label={messages.header.region}>
      {back ? (
        <LeaveControl app={app} button={back} label={messages.header.back} icon={<BackIcon />} />
      ) : null}
      <div className="header-name">
        <DocumentTitle app={app} state={state} />
        <ModeBadge app={app} state={state} />
        {state.canEdit || state.hasLostChanges || state.unacknowledged > 0 ? (
          <SaveIndicator state={state} />
        ) : null}
      </div>
      <PeopleList participants={state.participants} connectionId={state.connectionId} />
      {close ? (
        <LeaveControl app={app} button={close} label={messages.header.close} icon={<CloseIcon />} />
      ) : null}
    </header>
  );
}

interface LeaveControlProps {
  readonly app: FrameApp;
  readonly button: LeaveButton;
  readonly label: string;
  readonly icon: JSX.Element;
}

function LeaveControl({ app, button: { text, action }, label, icon }: LeaveControlProps): JSX.Element {
  const leave = (): void => {
    if (action.kind === 'request-close') app.requestClose();
    else window.open(action.url, action.isNewTab ? '_blank' : '_parent', action.isNewTab ? 'noopener' : '');
  };
  const name = text ?? label;
  return (
    <button
      type="button"
      className={text ? 'button' : 'icon-button'}
      aria-label={name}
      title={name}
      onClick={leave}
    >
      {icon}
      {text ? <span>{text}</span> : null}
    </button>
  );
}

function ModeBadge({ app, state }: HeaderProps): JSX.Element | null {
  if (state.canEdit) return null;
  const reason = state.readOnlyReason ?? 'view-mode';
  const mayAsk =
    (reason === 'view-mode' || reason === 'no-permission') && app.isDeclared('onRequestEditRights');
  return (
    <>
      <span className="badge" title={messages.readOnly[reason]}>
        {messages.header.viewing}
        <span className="visually-hidden">: {messages.readOnly[reason]}</span>
      </span>
      {mayAsk ? (
        <button type="button" className="button small" onClick={() => app.requestEditRights()}>
          {messages.header.edit}
        </button>
      ) : null}
    </>
  );
}
