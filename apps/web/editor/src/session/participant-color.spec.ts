import { describe, expect, it } from 'vitest';
import { initialsOf, participantColor } from './participant-color.js';

function luminance(color: string): number {
  const parts = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = parts.map((part) =>
    part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe('colours of participants', () => {
  it('differ for the first twelve and then begin again', () => {
    const colors = Array.from({ length: 12 }, (_, i) => participantColor(i + 1));
    expect(new Set(colors).size).toBe(12);
    expect(participantColor(13)).toBe(colors[0]);
  });

  it('carry white text that everybody can read', () => {
    for (let index = 1; index <= 12; index++)
      expect(1.05 / (luminance(participantColor(index)) + 0.05)).toBeGreaterThanOrEqual(4.5);
  });
});

it.each([
  ['Ada Lovelace', 'AL'],
  ['  grace  brewster hopper ', 'GH'],
  ['Plato', 'P'],
  ['李 雷', '李雷'],
  ['', '?'],
])('shortens %j to %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
