import { useState, type JSX, type KeyboardEvent } from 'react';
import type { FrameApp } from '../frame/frame-app.js';
import type { EditorState } from '../session/editor-state.js';
import { messages } from '../messages.js';

interface DocumentTitleProps {
  readonly app: FrameApp;
  readonly state: EditorState;
}

/** The name of the document; where the page can rename it, a field. */
export function DocumentTitle({ app, state }: DocumentTitleProps): JSX.Element {
  const title = state.title || messages.untitled;
  if (!state.canEdit || !app.isDeclared('onRequestRename')) {
    return (
      <h1 className="title" title={title}>
        {title}
      </h1>
    );
  }
  return (
    <TitleField key={title} name={nameOf(title, state.fileType)} rename={(name) => app.requestRename(name)} />
  );
}

interface TitleFieldProps {
  readonly name: string;
  readonly rename: (name: string) => void;
}

function TitleField({ name, rename }: TitleFieldProps): JSX.Element {
  const [text, setText] = useState(name);
  const finish = (): void => {
    const wanted = text.trim();
    if (wanted === '' || wanted === name) setText(name);
    else rename(wanted);
  };
  const key = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter') event.currentTarget.blur();
    if (event.key === 'Escape') setText(name);
  };
  return (
    <h1 className="title title-editable">
      <span className="title-sizer">{text}</span>
      <input
        className="title-field"
        size={1}
        aria-label={messages.header.rename}
        title={messages.header.renameHint}
        value={text}
        maxLength={128}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={key}
        onBlur={finish}
      />
    </h1>
  );
}

function nameOf(title: string, fileType: string): string {
  const ending = `.${fileType.toLowerCase()}`;
  return fileType !== '' && title.toLowerCase().endsWith(ending) ? title.slice(0, -ending.length) : title;
}
