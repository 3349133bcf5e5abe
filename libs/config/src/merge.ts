export type Tree = { [key: string]: unknown };

/** Where each leaf came from: dotted path → file or variable. */
export type Sources = Map<string, string>;

export function asTree(value: unknown): Tree {
  if (!isTree(value)) throw new TypeError('expected an object');
  return value;
}

/** Objects are merged deeply; arrays and single values are replaced. */
export function mergeInto(
  target: Tree,
  addition: Tree,
  source: string,
  sources: Sources,
  path: string[] = [],
): void {
  for (const [key, value] of Object.entries(addition)) {
    if (key === '__proto__') continue;
    const here = [...path, key];
    if (isTree(value)) {
      const existing = target[key];
      const child: Tree = isTree(existing) ? existing : {};
      target[key] = child;
      mergeInto(child, value, source, sources, here);
    } else {
      target[key] = value;
      sources.set(here.join('.'), source);
    }
  }
}

export function sourceOf(sources: Sources, path: readonly string[]): string {
  for (let length = path.length; length > 0; length--) {
    const source = sources.get(path.slice(0, length).join('.'));
    if (source) return source;
  }
  return 'no file or variable (it is missing)';
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
