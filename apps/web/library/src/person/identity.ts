import type { Person } from '../api/types.js';
import { friendlyName } from './friendly-names.js';

/** The part of the browser's storages that is needed. */
export interface KeyValueStore {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

export interface IdentityStores {
  /** belongs to this window */
  readonly window: KeyValueStore;
  /** belongs to this browser */
  readonly browser: KeyValueStore;
}

const KEY = 'quire.person';
/** marks a window that was opened to be somebody else */
const GUEST_KEY = 'quire.guest';

/**
 * Who the person in front of this window is: somebody of this window's own if it was opened as another person, else
 * whom this browser remembers, else a new person with a friendly name.
 */
export function identityOf(stores: IdentityStores): Person {
  const known = read(stores.window) ?? read(stores.browser);
  return remember(known ?? { id: newId(), name: friendlyName() }, stores);
}

/** Makes this window somebody else; the browser goes on remembering the first person. */
export function becomeAnother(name: string, stores: IdentityStores): Person {
  stores.window.setItem(GUEST_KEY, 'yes');
  return remember({ id: newId(), name }, stores);
}

export function renamePerson(person: Person, name: string, stores: IdentityStores): Person {
  return remember({ ...person, name }, stores);
}

function remember(person: Person, stores: IdentityStores): Person {
  const text = JSON.stringify(person);
  stores.window.setItem(KEY, text);
  if (stores.window.getItem(GUEST_KEY) === null) stores.browser.setItem(KEY, text);
  return person;
}

function read(store: KeyValueStore): Person | undefined {
  try {
    const value: unknown = JSON.parse(store.getItem(KEY) ?? 'null');
    if (typeof value !== 'object' || value === null || !('id' in value) || !('name' in value))
      return undefined;
    const { id, name } = value;
    return typeof id === 'string' && typeof name === 'string' && id && name ? { id, name } : undefined;
  } catch {
    // somebody else wrote there
    return undefined;
  }
}

/** `crypto.randomUUID` does not exist on plain http pages of other machines. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(9));
  return `person-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
