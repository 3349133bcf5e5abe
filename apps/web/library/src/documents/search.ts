import type { LibraryFile } from '../api/types.js';

/** From this many documents on a search box is worth its place. */
export const SEARCH_FROM = 9;

/** Documents whose title or people contain every word. */
export function matching(files: readonly LibraryFile[], words: string): readonly LibraryFile[] {
  const wanted = folded(words).split(/\s+/u).filter(Boolean);
  if (wanted.length === 0) return files;
  return files.filter((file) => {
    const people = [...file.authors, ...file.editors].map(({ name }) => name);
    const text = folded([file.title, ...people].join(' '));
    return wanted.every((word) => text.includes(word));
  });
}

/** Case and accents make no difference. */
function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
