import { align } from './alignment.js';
import { embedKey, sameAttributes, type Embed, type Token, type TokenAttributes } from './token.js';
import { embedToWire } from './token-wire.js';

/** A step for `Y.Text.applyDelta`. */
export type TextStep =
  | { retain: number; attributes?: Record<string, string | null> }
  | { delete: number }
  | { insert: string | Record<string, unknown>; attributes: Record<string, string> };

interface Unit {
  /** What two units must have in common to be the same character or object. */
  readonly key: string;
  readonly text: string | null;
  readonly embed: Embed | null;
  readonly length: number;
  readonly attributes: TokenAttributes;
}

/**
 * The smallest change from one token sequence to another. Characters are compared as whole code points:
 * cutting a surrogate pair in two would make Yjs replace both halves.
 */
export function diffTokens(before: readonly Token[], after: readonly Token[]): TextStep[] {
  const from = unitsOf(before);
  const to = unitsOf(after);
  const steps = new StepList();
  let nextFrom = 0;
  let nextTo = 0;
  const skipTo = (fromEnd: number, toEnd: number) => {
    for (; nextTo < toEnd; nextTo++) steps.insert(to[nextTo]);
    for (; nextFrom < fromEnd; nextFrom++) steps.delete(from[nextFrom]?.length ?? 0);
  };
  const pairs = align(
    from.map((unit) => unit.key),
    to.map((unit) => unit.key),
  );
  for (const [a, b] of pairs) {
    skipTo(a, b);
    const [old, now] = [from[a], to[b]];
    if (old !== undefined && now !== undefined)
      steps.retain(old.length, changedAttributes(old.attributes, now.attributes));
    nextFrom = a + 1;
    nextTo = b + 1;
  }
  skipTo(from.length, to.length);
  return steps.finish();
}

function unitsOf(tokens: readonly Token[]): Unit[] {
  return tokens.flatMap((token): Unit[] => {
    const { attributes } = token;
    if (token.text === null)
      return [
        { key: `\u0000${embedKey(token.embed)}`, text: null, embed: token.embed, length: 1, attributes },
      ];
    return Array.from(token.text, (text) => ({
      key: text,
      text,
      embed: null,
      length: text.length,
      attributes,
    }));
  });
}

function changedAttributes(old: TokenAttributes, now: TokenAttributes): Record<string, string | null> | null {
  if (sameAttributes(old, now)) return null;
  const changed: Record<string, string | null> = {};
  for (const [key, value] of Object.entries(now)) if (old[key] !== value) changed[key] = value;
  for (const key of Object.keys(old)) if (!(key in now)) changed[key] = null;
  return changed;
}

/** Collects steps and joins those that can be one. */
class StepList {
  private readonly steps: TextStep[] = [];

  insert(unit: Unit | undefined): void {
    if (unit === undefined) return;
    const last = this.steps.at(-1);
    if (
      unit.text !== null &&
      last !== undefined &&
      'insert' in last &&
      typeof last.insert === 'string' &&
      sameAttributes(last.attributes, unit.attributes)
    ) {
      last.insert += unit.text;
      return;
    }
    // Yjs writes into the attributes object it is given, so every step gets its own.
    this.steps.push({ insert: unit.text ?? wireOf(unit.embed), attributes: { ...unit.attributes } });
  }

  delete(length: number): void {
    const last = this.steps.at(-1);
    if (last !== undefined && 'delete' in last) last.delete += length;
    else this.steps.push({ delete: length });
  }

  retain(length: number, attributes: Record<string, string | null> | null): void {
    const last = this.steps.at(-1);
    if (
      last !== undefined &&
      'retain' in last &&
      JSON.stringify(last.attributes ?? null) === JSON.stringify(attributes)
    ) {
      last.retain += length;
    } else this.steps.push(attributes === null ? { retain: length } : { retain: length, attributes });
  }

  finish(): TextStep[] {
    for (
      let last = this.steps.at(-1);
      last !== undefined && 'retain' in last && last.attributes === undefined;
      last = this.steps.at(-1)
    ) {
      this.steps.pop();
    }
    return this.steps;
  }
}

function wireOf(embed: Embed | null): Record<string, unknown> {
  return embed === null ? {} : embedToWire(embed);
}
