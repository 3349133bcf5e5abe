import type { ReactNode } from 'react';
import type { Person } from '../api/types.js';
import { Logo } from '../icons/Logo.js';
import { messages } from '../messages.js';
import { PersonMenu } from '../person/PersonMenu.js';

interface Props {
  readonly person: Person;
  readonly onRename: (name: string) => void;
  readonly search: ReactNode;
}

export function LibraryHeader({ person, onRename, search }: Props) {
  return (
    <header className="header">
      <a className="skip-link" href="#documents">
        {messages.skipToDocuments}
      </a>
      <div className="header-row">
        <span className="brand">
          <Logo />
          <span>{messages.product}</span>
        </span>
        <div className="header-search">{search}</div>
        <PersonMenu person={person} onRename={onRename} />
      </div>
    </header>
  );
}
