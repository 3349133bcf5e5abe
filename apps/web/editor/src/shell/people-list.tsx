import type { Participant } from '#libs/protocol';
import type { JSX } from 'react';
import { initialsOf, participantColor } from '../session/participant-color.js';
import { messages } from '../messages.js';

const MAX_SHOWN = 6;

interface PeopleListProps {
  readonly participants: readonly Participant[];
  readonly connectionId: string | null;
}

/** Who is here; the colours are those of the cursors. */
export function PeopleList({ participants, connectionId }: PeopleListProps): JSX.Element | null {
  if (participants.length === 0) return null;
  const ordered = participants.toSorted((a, b) => a.index - b.index);
  const rest = ordered.length - MAX_SHOWN;
  return (
    <ul className="people" aria-label={messages.header.people(participants.length)}>
      {ordered.slice(0, MAX_SHOWN).map((person) => (
        <Person key={person.connectionId} person={person} isSelf={person.connectionId === connectionId} />
      ))}
      {rest > 0 ? (
        <li
          className="person more"
          title={ordered
            .slice(MAX_SHOWN)
            .map(({ name }) => name)
            .join(', ')}
        >
          <span aria-hidden="true">+{rest}</span>
          <span className="visually-hidden">{messages.header.more(rest)}</span>
        </li>
      ) : null}
    </ul>
  );
}

function Person({ person, isSelf }: { readonly person: Participant; readonly isSelf: boolean }): JSX.Element {
  const name = person.name || '?';
  const label = isSelf ? messages.header.you(name) : person.canEdit ? name : messages.header.viewer(name);
  return (
    <li
      className="person"
      title={label}
      data-self={isSelf || undefined}
      style={{ backgroundColor: participantColor(person.index) }}
    >
      <span aria-hidden="true">{initialsOf(name)}</span>
      <span className="visually-hidden">{label}</span>
    </li>
  );
}
