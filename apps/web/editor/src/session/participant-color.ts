/** Readable under white text in every case (contrast of at least 4.5). */
const COLORS = [
  '#1f6feb',
  '#b5361c',
  '#1a7f4b',
  '#8250df',
  '#9a6700',
  '#bf3989',
  '#0e7490',
  '#57606a',
  '#4d7c0f',
  '#a0410d',
  '#3f51b5',
  '#a21caf',
] as const;

/** The colour of a participant: by his number within the document, so that everybody sees the same one. */
export function participantColor(index: number): string {
  return COLORS[(Math.max(1, index) - 1) % COLORS.length] ?? COLORS[0];
}

/** One or two letters for a small picture of a person. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const first = words[0] ?? '?';
  const last = words.length > 1 ? words.at(-1) : undefined;
  return [first, last]
    .map((word) => Array.from(word ?? '')[0] ?? '')
    .join('')
    .toUpperCase();
}
