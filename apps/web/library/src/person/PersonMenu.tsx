import { useEffect, useId, useRef, useState, type FormEvent } from 'react';
import type { Person } from '../api/types.js';
import { Icon } from '../icons/Icon.js';
import { messages } from '../messages.js';
import { Avatar } from './Avatar.js';
import { openAsAnotherPerson } from './window-identity.js';

interface Props {
  readonly person: Person;
  readonly onRename: (name: string) => void;
}

/** Who I am, as a button that opens the place to change it. */
export function PersonMenu({ person, onRename }: Props) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const panel = useId();

  useEffect(() => {
    if (!isOpen) return undefined;
    const closeOutside = (event: PointerEvent): void => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false);
    };
    const closeOnEscape = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener('pointerdown', closeOutside);
    document.addEventListener('keydown', closeOnEscape);
    return () => {
      document.removeEventListener('pointerdown', closeOutside);
      document.removeEventListener('keydown', closeOnEscape);
    };
  }, [isOpen]);

  const rename = (name: string): void => {
    onRename(name);
    setOpen(false);
    button.current?.focus();
  };

  return (
    <div className="person-menu" ref={root}>
      <button
        ref={button}
        type="button"
        className="person-button"
        aria-expanded={isOpen}
        aria-controls={panel}
        onClick={() => setOpen(!isOpen)}
      >
        <Avatar person={person} />
        <span className="person-name">{messages.youAre(person.name)}</span>
        <span className="visually-hidden">{messages.personMenu}</span>
        <Icon name="chevron" />
      </button>
      {isOpen && (
        <div className="popover person-panel" id={panel}>
          <NameForm name={person.name} onSave={rename} />
          <button
            type="button"
            className="panel-item"
            onClick={() => {
              openAsAnotherPerson(location.href, person);
              setOpen(false);
            }}
          >
            <Icon name="people" />
            <span>
              {messages.openAsAnother}
              <small>{messages.openAsAnotherHint}</small>
            </span>
          </button>
        </div>
      )}
    </div>
  );
}

function NameForm({ name, onSave }: { name: string; onSave: (name: string) => void }) {
  const [text, setText] = useState(name);
  const [isMissing, setMissing] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() === '') setMissing(true);
    else onSave(text.trim());
  };

  return (
    <form className="name-form" onSubmit={submit}>
      <label htmlFor={id}>{messages.yourName}</label>
      <div className="name-row">
        <input
          id={id}
          ref={field}
          type="text"
          value={text}
          maxLength={60}
          autoComplete="nickname"
          aria-invalid={isMissing}
          aria-describedby={`${id}-hint`}
          onChange={(event) => {
            setText(event.target.value);
            setMissing(false);
          }}
        />
        <button type="submit" className="button button-primary">
          {messages.saveName}
        </button>
      </div>
      <p id={`${id}-hint`} className={isMissing ? 'field-problem' : 'field-hint'}>
        {isMissing ? messages.nameNeeded : messages.yourNameHint}
      </p>
    </form>
  );
}
