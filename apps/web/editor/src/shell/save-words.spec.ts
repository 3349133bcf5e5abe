import { describe, expect, it } from 'vitest';
import type { SaveState } from '#libs/protocol';
import { saveWords } from './save-words.js';

const at = new Date(2026, 10, 21, 12, 5).toISOString();
const quiet = {
  link: 'online',
  unsent: 0,
  unacknowledged: 0,
  storedThrough: 20,
  save: null,
  hasLostChanges: false,
} as const;
const saved: SaveState = { state: 'saved', at, throughSeq: 20 };

describe('what the header says about saving', () => {
  it('is that all is stored when the server has acknowledged everything', () => {
    expect(saveWords(quiet)).toEqual({ text: 'All changes stored', tone: 'calm' });
  });

  it('is that something is being stored until the acknowledgement is there', () => {
    expect(saveWords({ ...quiet, unacknowledged: 2 })).toEqual({ text: 'Storing…', tone: 'busy' });
    expect(saveWords({ ...quiet, link: 'connecting', unsent: 2, unacknowledged: 2 }).text).toBe('Storing…');
  });

  it('counts the changes that wait while there is no connection', () => {
    expect(saveWords({ ...quiet, link: 'lost', unsent: 1, unacknowledged: 1 }).text).toBe(
      '1 change not sent yet',
    );
    expect(saveWords({ ...quiet, link: 'lost', unsent: 3, unacknowledged: 3 })).toEqual({
      text: '3 changes not sent yet',
      tone: 'warning',
    });
  });

  it('follows the delivery to the user’s documents', () => {
    expect(saveWords({ ...quiet, save: { state: 'saving', at } }).text).toBe('Saving to your documents…');
    expect(saveWords({ ...quiet, save: saved }).text).toBe('Saved to your documents at 12:05');
    expect(saveWords({ ...quiet, save: { state: 'save-failed', at, reason: 'the disk is full' } })).toEqual({
      text: 'Could not be saved: the disk is full',
      tone: 'error',
    });
  });

  it('does not call a change saved that came after the saved file', () => {
    expect(saveWords({ ...quiet, storedThrough: 21, save: saved }).text).toBe('All changes stored');
  });

  it('says so when changes will never be stored', () => {
    expect(saveWords({ ...quiet, link: 'lost', unsent: 1, unacknowledged: 1, hasLostChanges: true })).toEqual(
      {
        text: 'Your latest changes are not stored',
        tone: 'error',
      },
    );
  });

  it('prefers the state of the own changes over older news', () => {
    expect(saveWords({ ...quiet, unacknowledged: 1, save: saved }).text).toBe('Storing…');
  });
});
