import type { Person } from '../api/types.js';
import { friendlyName } from './friendly-names.js';
import { becomeAnother, identityOf, renamePerson, type IdentityStores } from './identity.js';

/** Query parameter of a window that is opened as another person. */
const PARAMETER = 'as';

/** Browsers may forbid their storages; then a person lasts as long as the page. */
function usable(name: 'sessionStorage' | 'localStorage'): IdentityStores['window'] {
  try {
    const store = window[name];
    store.setItem('quire.probe', '1');
    store.removeItem('quire.probe');
    return store;
  } catch {
    const values = new Map<string, string>();
    return {
      getItem: (key) => values.get(key) ?? null,
      setItem: (key, value) => void values.set(key, value),
    };
  }
}

const stores: IdentityStores = { window: usable('sessionStorage'), browser: usable('localStorage') };

/** The person of this window. A window opened as another person becomes that person once. */
export function personOfWindow(): Person {
  const address = new URL(location.href);
  const name = address.searchParams.get(PARAMETER)?.trim().slice(0, 60);
  if (!name) return identityOf(stores);
  address.searchParams.delete(PARAMETER);
  history.replaceState(history.state, '', address);
  return becomeAnother(name, stores);
}

export function changeName(person: Person, name: string): Person {
  return renamePerson(person, name, stores);
}

/** Opens an address of ours in a new window as somebody else. */
export function openAsAnotherPerson(address: string, current: Person): void {
  const url = new URL(address, location.href);
  url.searchParams.set(PARAMETER, friendlyName(current.name));
  window.open(
    url,
    '_blank',
    `popup,width=${Math.min(1200, screen.availWidth)},height=${Math.min(860, screen.availHeight)}`,
  );
}
