const NAMES = [
  'Ann',
  'Ben',
  'Clara',
  'David',
  'Emma',
  'Felix',
  'Grace',
  'Henry',
  'Iris',
  'Jonas',
  'Karin',
  'Leo',
  'Mia',
  'Noah',
  'Olga',
  'Paul',
  'Rosa',
  'Simon',
  'Tara',
  'Victor',
] as const;

/** A name for somebody who has not told one yet; never the given one. */
export function friendlyName(except = '', random: () => number = Math.random): string {
  const names = NAMES.filter((name) => name !== except);
  return names[Math.floor(random() * names.length)] ?? NAMES[0];
}
