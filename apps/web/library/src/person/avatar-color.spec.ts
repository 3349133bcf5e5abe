import { describe, expect, it } from 'vitest';
import { avatarColor, initialsOf } from './avatar-color.js';
import { friendlyName } from './friendly-names.js';

describe('the small picture of a person', () => {
  it('has the same colour every time', () => {
    expect(avatarColor('person-1')).toBe(avatarColor('person-1'));
  });

  it.each([
    ['Ann', 'A'],
    ['Ann Maria Berg', 'AB'],
    ['', '?'],
    ['😀 x', '😀X'],
  ])('of %j shows %j', (name, letters) => {
    expect(initialsOf(name)).toBe(letters);
  });
});

describe('a friendly name', () => {
  it('is never the one that is taken already', () => {
    expect(friendlyName('Ann', () => 0)).toBe('Ben');
    expect(friendlyName('', () => 0.999)).toBe('Victor');
  });
});
