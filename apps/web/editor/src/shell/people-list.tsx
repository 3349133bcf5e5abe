import type { Participant } from '#libs/protocol';
import type { JSX } from 'react';
import { initialsOf, participantColor } from '../session/participant-color.js';
import { messages } from '../messages.js';

const MAX_SHOWN = 6;
/** With so few there is room for their names, at least on a wide screen. */
const MAX_NAMED = 3;

interface PeopleListProps {
  readonly participants: readonly Participant[];
  readonly connectionId: string | null;
}

/** Who is here; the colours are those of the cursors. */
export function PeopleList({ participants, connectionId }: PeopleListProps): JSX.Element | null {
  if (participants.length === 0) return null;
  const ordered = participants.toSorted((a, b) => a.index - b.index);
  const rest = ordered.slice(MAX_SHOWN);
  return (
    <ul
      className="people"
      aria-label={messages.header.people(participants.length)}
      data-named={ordered.length <= MAX_NAMED || undefined}
    >
      {ordered.slice(0, MAX_SHOWN).map((person) => (
        <Person key={person.connectionId} person={person} isSelf={person.connectionId === connectionId} />
      ))}
      {rest.length > 0 ? (
        <li className="person" title={rest.map(({ name }) => name).join(', ')}>
          <span className="initials more" aria-hidden="true">
            +{rest.length}
          </span>
          <span className="visually-hidden">{messages.header.more(rest.length)}</span>
        </li>
      ) : null}
    </ul>
  );
}

function Person({ person, isSelf }: { readonly person: Participant; readonly isSelf: boolean }): JSX.Element {
  const name = person.name || '?';
  return (
    <li className="person" title={labelOf(name, person.canEdit, isSelf)} data-self={isSelf || undefined}>
      <span
        className="initials"
        aria-hidden="true"
        style={{ backgroundColor: participantColor(person.index) }}
      >
        {initialsOf(name)}
      </span>
      <span className="person-name">{labelOf(name, person.canEdit, isSelf)}</span>
    </li>
  );
}

function labelOf(name: string, canEdit: boolean, isSelf: boolean): string {
  if (isSelf) return messages.header.you(name);
  return canEdit ? name : messages.header.viewer(name);
}
