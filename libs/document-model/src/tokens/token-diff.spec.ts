import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { applyDelta, touchedRange } from './apply-delta.js';
import { diffTokens } from './token-diff.js';
import { tokensFromDelta, type DeltaStep } from './token-wire.js';
import {
  embedToken,
  joinTexts,
  MARK,
  sameTokens,
  textToken,
  withOwnAttributes,
  type Token,
} from './token.js';

const mark = (attributes = {}) => embedToken(MARK, attributes);
const BOLD = { 'p:b': '["generic","b",[],[]]' };

/** Writes tokens to a Y.Text, applies the diff, and reads the text back. */
function afterDiff(before: readonly Token[], after: readonly Token[]): Token[] {
  const text = new Y.Doc().getText('t');
  text.applyDelta(diffTokens([], before), { sanitize: false });
  text.applyDelta(diffTokens(before, after), { sanitize: false });
  return tokensFromDelta(text.toDelta() as DeltaStep[]);
}

describe('the difference between two token sequences', () => {
  it('turns one into the other, formatting and objects included', () => {
    const picture = embedToken({ type: 'run-object', id: 'p1', json: '["generic","drawing",[],[]]' }, {});
    const before = [textToken('one two three', {}), picture, mark()];
    const after = [
      textToken('one ', {}),
      textToken('two', BOLD),
      textToken(' x', {}),
      mark({ 'q:jc': 'j' }),
      picture,
      mark(),
    ];
    expect(sameTokens(afterDiff(before, after), after)).toBe(true);
  });

  it('keeps the characters on both sides of a split', () => {
    const before = [textToken('abcdef', {}), mark()];
    const steps = diffTokens(before, [textToken('abc', {}), mark(), textToken('def', {}), mark()]);
    expect(steps).toEqual([{ retain: 3 }, { insert: { m: 1 }, attributes: {} }]);
  });

  it('never cuts a surrogate pair in two', () => {
    const before = [textToken('a\u{1F600}b', {})];
    const after = [textToken('a\u{1F601}b', {})];
    expect(diffTokens(before, after)).toEqual([
      { retain: 1 },
      { insert: '\u{1F601}', attributes: {} },
      { delete: 2 },
    ]);
    expect(afterDiff(before, after)).toEqual(after);
  });

  it('gives every inserted step attributes of its own, because Yjs writes into them', () => {
    const shared = Object.freeze({ ...BOLD });
    const after = [textToken('a', shared), mark(), textToken('b', shared), mark()];
    expect(() => afterDiff([], after)).not.toThrow();
  });

  it('replaces the middle instead of comparing two huge stretches', () => {
    const before = [textToken('x'.repeat(5_000), {})];
    const after = [textToken('y'.repeat(5_000), {})];
    expect(diffTokens(before, after)).toEqual([
      { insert: 'y'.repeat(5_000), attributes: {} },
      { delete: 5_000 },
    ]);
  });
});

describe('applying a remote delta to tokens', () => {
  it('says which positions it touches', () => {
    expect(touchedRange([{ retain: 4 }, { delete: 2 }, { retain: 5 }])).toEqual({ from: 4, to: 6 });
    expect(touchedRange([{ retain: 4 }])).toBeNull();
  });

  it('takes the tokens it is given for those at the offset', () => {
    const tokens = [textToken('hello', {}), mark()];
    const result = applyDelta(tokens, 10, [
      { retain: 12 },
      { delete: 1 },
      { insert: 'LL', attributes: BOLD },
    ]);
    expect(joinTexts(result)).toEqual([
      textToken('he', {}),
      textToken('LL', BOLD),
      textToken('lo', {}),
      mark(),
    ]);
  });

  it('keeps a place for an embed it does not know, so that positions stay right', () => {
    const result = applyDelta([textToken('ab', {})], 0, [{ retain: 1 }, { insert: { what: 'ever' } }]);
    expect(result.map((token) => token.text)).toEqual(['a', null, 'b']);
  });
});

describe('attributes that spilled over from a neighbour', () => {
  it('are dropped from text when they belong to a mark, and from a mark when they belong to text', () => {
    const spilled = { ...BOLD, 'q:jc': 'j', '@': 'x' };
    expect(withOwnAttributes(textToken('a', spilled)).attributes).toEqual(BOLD);
    expect(withOwnAttributes(mark(spilled)).attributes).toEqual({ 'q:jc': 'j', '@': 'x' });
    const table = embedToken({ type: 'structure', id: 't', shell: null }, spilled);
    expect(withOwnAttributes(table).attributes).toEqual({});
  });
});
