import { describe, expect, it } from 'vitest';
import { becomeAnother, identityOf, renamePerson, type KeyValueStore } from './identity.js';

function store(): KeyValueStore & { values: Map<string, string> } {
  const values = new Map<string, string>();
  return {
    values,
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
  };
}

describe('who is in front of a window', () => {
  it('stays the same person in the next window of the browser', () => {
    const browser = store();
    const first = identityOf({ window: store(), browser });
    expect(identityOf({ window: store(), browser })).toEqual(first);
  });

  it('is somebody else in a window opened as another person, also after a reload', () => {
    const browser = store();
    const first = identityOf({ window: store(), browser });
    const window = store();
    const guest = becomeAnother('Ben', { window, browser });
    expect(guest.id).not.toBe(first.id);
    expect(identityOf({ window, browser })).toEqual(guest);
    expect(identityOf({ window: store(), browser })).toEqual(first);
  });

  it('keeps the id under a new name, and a guest who is renamed stays a guest', () => {
    const browser = store();
    const window = store();
    const first = identityOf({ window, browser });
    expect(renamePerson(first, 'Zoe', { window, browser })).toEqual({ id: first.id, name: 'Zoe' });
    const guestWindow = store();
    const guest = becomeAnother('Ben', { window: guestWindow, browser });
    renamePerson(guest, 'Bernd', { window: guestWindow, browser });
    expect(identityOf({ window: store(), browser }).name).toBe('Zoe');
  });

  it('does not stumble over what others wrote into the storage', () => {
    const browser = store();
    browser.setItem('quire.person', '{"id":7');
    expect(identityOf({ window: store(), browser }).name).not.toBe('');
  });
});
