import { describe, expect, it } from 'vitest';
import { mergeInto, sourceOf, type Sources, type Tree } from './merge.js';

describe('merging settings', () => {
  it('merges objects deeply and replaces lists and single values', () => {
    const tree: Tree = {};
    const sources: Sources = new Map();
    mergeInto(tree, { a: { b: 1, c: [1, 2], d: { e: 5 } } }, 'default', sources);
    mergeInto(tree, { a: { c: [3], d: { f: 6 } }, g: null }, 'local', sources);
    expect(tree).toEqual({ a: { b: 1, c: [3], d: { e: 5, f: 6 } }, g: null });
    expect(sourceOf(sources, ['a', 'b'])).toBe('default');
    expect(sourceOf(sources, ['a', 'c'])).toBe('local');
    expect(sourceOf(sources, ['a', 'd', 'f'])).toBe('local');
  });

  it('leaves the files it merges as they are', () => {
    const first = { a: { b: 1 } };
    const tree: Tree = {};
    mergeInto(tree, first, 'default', new Map());
    mergeInto(tree, { a: { b: 2 } }, 'local', new Map());
    expect(first).toEqual({ a: { b: 1 } });
  });

  it('puts nothing on the prototype of every object', () => {
    const tree: Tree = {};
    mergeInto(
      tree,
      JSON.parse('{"__proto__":{"bad":1},"a":{"__proto__":{"bad":1}}}') as Tree,
      'x',
      new Map(),
    );
    expect(({} as Tree)['bad']).toBeUndefined();
    expect(tree).toEqual({ a: {} });
  });

  it('says of a value that nobody gave that it is missing', () => {
    expect(sourceOf(new Map(), ['a', 'b'])).toMatch(/missing/);
  });
});
