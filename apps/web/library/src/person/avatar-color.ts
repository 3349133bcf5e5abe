/** White letters on each of them have a contrast of at least 4.5. */
const COLORS = [
  '#2454c6',
  '#a3341b',
  '#1a6f45',
  '#7342c4',
  '#8a5a00',
  '#ad2f7d',
  '#0b6a80',
  '#4a5b68',
  '#46660b',
  '#8f1fa0',
] as const;

/** The same colour for the same person everywhere in the library. */
export function avatarColor(personId: string): string {
  let sum = 7;
  for (let at = 0; at < personId.length; at++) sum = (sum * 31 + personId.charCodeAt(at)) >>> 0;
  return COLORS[sum % COLORS.length] ?? COLORS[0];
}

export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : [words[0] ?? '?'];
  return ends
    .map((word) => Array.from(word ?? '')[0] ?? '')
    .join('')
    .toUpperCase();
}
