/**
 * What a Y.Text of the shared document is made of. A text token is a stretch of characters with one
 * formatting; every other token is one embed, length 1.
 */
export type Token = TextToken | EmbedToken;

export interface TextToken {
  readonly text: string;
  readonly embed: null;
  readonly attributes: TokenAttributes;
}

export interface EmbedToken {
  readonly text: null;
  readonly embed: Embed;
  readonly attributes: TokenAttributes;
}

/**
 * Keys: `p:<name>` a run property, `w` the path of wrappers (hyperlink, ins, …), `k` the kind of text other than
 * w:t; on marks `q:<name>` a paragraph property and `@` the paragraph's own attributes.
 */
export type TokenAttributes = Readonly<Record<string, string>>;

export interface MarkToken extends EmbedToken {
  readonly embed: MarkEmbed;
}

export interface BlockToken extends EmbedToken {
  readonly embed: StructureEmbed | (ObjectEmbed & { readonly type: 'block-object' });
}

export type Embed = MarkEmbed | ObjectEmbed | StructureEmbed;

/** The end of a paragraph. */
export interface MarkEmbed {
  readonly type: 'mark';
}

/** A leaf kept as one piece: in a run, between runs, or between paragraphs. `json` is its first content; base objects have none. */
export interface ObjectEmbed {
  readonly type: 'run-object' | 'inline-object' | 'block-object';
  readonly id: string;
  readonly json: string | null;
}

/** A block with containers of its own inside (a table, a content control); `shell` is the element without its children. */
export interface StructureEmbed {
  readonly type: 'structure';
  readonly id: string;
  readonly shell: string | null;
}

export const NO_ATTRIBUTES: TokenAttributes = Object.freeze({});
export const MARK: MarkEmbed = Object.freeze({ type: 'mark' });

export function textToken(text: string, attributes: TokenAttributes): TextToken {
  return { text, embed: null, attributes };
}

export function embedToken(embed: Embed, attributes: TokenAttributes): EmbedToken {
  return { text: null, embed, attributes };
}

export function isMark(token: Token | undefined): token is MarkToken {
  return token?.embed?.type === 'mark';
}

/** Whether the token stands between paragraphs instead of inside one. */
export function isBlockToken(token: Token): token is BlockToken {
  return token.embed?.type === 'structure' || token.embed?.type === 'block-object';
}

export function lengthOf(token: Token): number {
  return token.text === null ? 1 : token.text.length;
}

export function lengthOfAll(tokens: readonly Token[]): number {
  return tokens.reduce((sum, token) => sum + lengthOf(token), 0);
}

/** A string that is equal for two embeds exactly when they are the same thing in the document. */
export function embedKey(embed: Embed): string {
  return embed.type === 'mark' ? '\u00B6' : `${embed.type}\u0000${embed.id}`;
}

export function sameAttributes(a: TokenAttributes, b: TokenAttributes): boolean {
  if (a === b) return true;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

/** Joins neighbouring text of the same formatting. */
export function joinTexts(tokens: readonly Token[]): Token[] {
  const joined: Token[] = [];
  for (const token of tokens) {
    const last = joined.at(-1);
    if (token.text !== null && last?.text != null && sameAttributes(last.attributes, token.attributes)) {
      joined[joined.length - 1] = textToken(last.text + token.text, last.attributes);
    } else joined.push(token);
  }
  return joined;
}

export function sameTokens(a: readonly Token[], b: readonly Token[]): boolean {
  const left = joinTexts(a);
  const right = joinTexts(b);
  return left.length === right.length && left.every((token, i) => sameToken(token, right[i]));
}

function sameToken(a: Token, b: Token | undefined): boolean {
  if (b === undefined || a.text !== b.text || !sameAttributes(a.attributes, b.attributes)) return false;
  return a.embed === null || (b.embed !== null && embedKey(a.embed) === embedKey(b.embed));
}

const isMarkKey = (key: string) => key === '@' || key.startsWith('q:');

/**
 * Drops attributes that belong to the other kind of token. Concurrent edits next to a paragraph mark can
 * spill the mark's attributes over text and the other way round.
 */
export function withOwnAttributes(token: Token): Token {
  const mark = isMark(token);
  const keys = Object.keys(token.attributes);
  if (keys.every((key) => isMarkKey(key) === mark) && (mark || !isBlockToken(token) || keys.length === 0))
    return token;
  const kept = isBlockToken(token) ? [] : keys.filter((key) => isMarkKey(key) === mark);
  const attributes = Object.fromEntries(kept.map((key) => [key, token.attributes[key] ?? '']));
  return token.text === null ? embedToken(token.embed, attributes) : textToken(token.text, attributes);
}
