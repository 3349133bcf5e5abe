import { embedToken, lengthOf, textToken, type Token, type TokenAttributes } from './token.js';
import { tokenFromInsert, type DeltaStep } from './token-wire.js';

/** The stretch of old positions a delta touches; null when it touches nothing. */
export function touchedRange(delta: readonly DeltaStep[]): { from: number; to: number } | null {
  let position = 0;
  let from = Infinity;
  let to = -1;
  const touch = (length: number) => {
    from = Math.min(from, position);
    to = Math.max(to, position + length);
  };
  for (const step of delta) {
    if (step.retain !== undefined) {
      if (step.attributes !== undefined) touch(step.retain);
      position += step.retain;
    } else if (step.delete !== undefined) {
      touch(step.delete);
      position += step.delete;
    } else touch(0);
  }
  return to < 0 ? null : { from, to };
}

/** Applies a delta to the tokens that stand at `offset`; the delta must not touch anything before or after them. */
export function applyDelta(tokens: readonly Token[], offset: number, delta: readonly DeltaStep[]): Token[] {
  const source = new TokenReader(tokens);
  const result: Token[] = [];
  let position = 0;
  for (const step of delta) {
    if (step.retain !== undefined) {
      const visible = position + step.retain - Math.max(position, offset);
      for (const token of source.take(Math.max(0, visible))) result.push(reformat(token, step.attributes));
      position += step.retain;
    } else if (step.delete !== undefined) {
      source.take(step.delete);
      position += step.delete;
    } else result.push(tokenFromInsert(step.insert, step.attributes));
  }
  return [...result, ...source.take(Infinity)];
}

function reformat(token: Token, changes: Record<string, unknown> | undefined): Token {
  if (changes === undefined) return token;
  const attributes: Record<string, string> = { ...token.attributes };
  for (const [key, value] of Object.entries(changes)) {
    if (typeof value === 'string') attributes[key] = value;
    else delete attributes[key];
  }
  return withAttributes(token, attributes);
}

function withAttributes(token: Token, attributes: TokenAttributes): Token {
  return token.text === null ? embedToken(token.embed, attributes) : textToken(token.text, attributes);
}

/** Hands out tokens by length, cutting text where needed. */
class TokenReader {
  private next = 0;
  private consumed = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  take(length: number): Token[] {
    const taken: Token[] = [];
    let open = length;
    for (
      let token = this.tokens[this.next];
      open > 0 && token !== undefined;
      token = this.tokens[this.next]
    ) {
      const rest = lengthOf(token) - this.consumed;
      const count = Math.min(rest, open);
      taken.push(
        token.text === null
          ? token
          : textToken(token.text.slice(this.consumed, this.consumed + count), token.attributes),
      );
      open -= count;
      if (count === rest) {
        this.next++;
        this.consumed = 0;
      } else this.consumed += count;
    }
    return taken;
  }
}
