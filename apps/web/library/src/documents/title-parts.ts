/** Base name and extension with its dot. */
export function titleParts(title: string): { base: string; extension: string } {
  const dot = title.lastIndexOf('.');
  return dot <= 0
    ? { base: title, extension: '' }
    : { base: title.slice(0, dot), extension: title.slice(dot) };
}

export function namesOf(people: readonly { readonly name: string }[]): string {
  const names = people.map(({ name }) => name);
  if (names.length <= 2) return names.join(' and ');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
