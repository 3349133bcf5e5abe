import { useRef, useState, type KeyboardEvent } from 'react';
import type { LibraryFile } from '../api/types.js';
import { Icon } from '../icons/Icon.js';
import { Menu } from '../menu/Menu.js';
import { messages } from '../messages.js';
import { Avatar } from '../person/Avatar.js';
import { exactTime, relativeTime } from '../relative-time.js';
import { CardPicture } from './CardPicture.js';
import { editAddress, menuOf, type DocumentActions } from './document-actions.js';
import { namesOf, titleParts } from './title-parts.js';
import { TitleEditor } from './TitleEditor.js';

interface Props {
  readonly file: LibraryFile;
  readonly now: number;
  readonly actions: DocumentActions;
  /** the one card that Tab reaches; the arrow keys lead to the others */
  readonly isTabStop: boolean;
  readonly isNew: boolean;
}

export function DocumentCard({ file, now, actions, isTabStop, isNew }: Props) {
  const [isRenaming, setRenaming] = useState(false);
  const [isMenuOpen, setMenuOpen] = useState(false);
  const link = useRef<HTMLAnchorElement>(null);
  const menuButton = useRef<HTMLButtonElement>(null);
  const { base, extension } = titleParts(file.title);
  const tabIndex = isTabStop ? 0 : -1;

  const endRenaming = (): void => {
    setRenaming(false);
    requestAnimationFrame(() => link.current?.focus());
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isRenaming || isMenuOpen || event.target !== link.current) return;
    if (event.key === 'F2') setRenaming(true);
    else if (event.key === 'Delete') actions.remove(file);
    else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) setMenuOpen(true);
    else return;
    event.preventDefault();
  };

  return (
    <li className={isNew ? 'card card-new' : 'card'} data-file={file.id} onKeyDown={onKeyDown}>
      <CardPicture file={file} />
      <Editors file={file} />
      <div className="card-text">
        {isRenaming ? (
          <TitleEditor
            title={file.title}
            onSave={(title) => actions.rename(file, title)}
            onEnd={endRenaming}
          />
        ) : (
          <a ref={link} className="card-link" href={editAddress(file)} tabIndex={tabIndex} title={file.title}>
            <span className="card-title">{base}</span>
            <span className="card-extension">{extension}</span>
          </a>
        )}
        <Facts file={file} now={now} />
      </div>
      <button
        ref={menuButton}
        type="button"
        className="icon-button card-menu"
        tabIndex={tabIndex}
        aria-label={messages.documentMenu(file.title)}
        aria-haspopup="menu"
        aria-expanded={isMenuOpen}
        onClick={() => setMenuOpen(!isMenuOpen)}
      >
        <Icon name="more" />
      </button>
      {isMenuOpen && menuButton.current && (
        <Menu
          anchor={menuButton.current}
          label={messages.documentMenu(file.title)}
          items={menuOf(file, actions, () => setRenaming(true))}
          onClose={() => setMenuOpen(false)}
        />
      )}
    </li>
  );
}

function Facts({ file, now }: { file: LibraryFile; now: number }) {
  const { changedAt, authors, saveFailure, editors } = file;
  return (
    <span className="card-facts">
      {editors.length > 0 ? (
        <span className="card-live">{messages.editing(editors.map(({ name }) => name))}</span>
      ) : (
        <time dateTime={changedAt} title={exactTime(changedAt)}>
          {messages.edited(relativeTime(changedAt, now), namesOf(authors))}
        </time>
      )}
      {saveFailure && (
        <span className="card-failure" title={saveFailure.message}>
          <Icon name="warning" />
          {messages.saveFailed}
          <span className="visually-hidden">. {saveFailure.message}</span>
        </span>
      )}
    </span>
  );
}

/** The words are in the facts below; this is the picture of them. */
function Editors({ file: { editors } }: { file: LibraryFile }) {
  if (editors.length === 0) return null;
  return (
    <span className="card-editors" aria-hidden="true">
      {editors.slice(0, 4).map((person) => (
        <Avatar key={person.id} person={person} size="small" />
      ))}
    </span>
  );
}
