import type { Person } from '../api/types.js';
import { avatarColor, initialsOf } from './avatar-color.js';

export function Avatar({ person, size = 'medium' }: { person: Person; size?: 'small' | 'medium' }) {
  return (
    <span
      className={`avatar avatar-${size}`}
      style={{ backgroundColor: avatarColor(person.id) }}
      aria-hidden="true"
    >
      {initialsOf(person.name)}
    </span>
  );
}
