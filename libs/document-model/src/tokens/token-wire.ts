import {
  embedToken,
  MARK,
  NO_ATTRIBUTES,
  textToken,
  type Embed,
  type Token,
  type TokenAttributes,
} from './token.js';

/** One step of a Yjs text delta, before anything about it is trusted. */
export interface DeltaStep {
  readonly insert?: unknown;
  readonly delete?: number;
  readonly retain?: number;
  readonly attributes?: Record<string, unknown>;
}

const OBJECT_KEYS = { r: 'run-object', y: 'inline-object', b: 'block-object' } as const;
const WIRE_KEYS = { 'run-object': 'r', 'inline-object': 'y', 'block-object': 'b' } as const;

/** The value an embed has inside the Y.Text. */
export function embedToWire(embed: Embed): Record<string, unknown> {
  if (embed.type === 'mark') return { m: 1 };
  const content = embed.type === 'structure' ? embed.shell : embed.json;
  const key = embed.type === 'structure' ? 't' : WIRE_KEYS[embed.type];
  return content === null ? { [key]: embed.id } : { [key]: embed.id, j: content };
}

/** Reads an embed; null for a value no replica of ours writes. It still takes one place in the text. */
export function embedFromWire(value: unknown): Embed | null {
  if (typeof value !== 'object' || value === null) return null;
  const wire = value as Record<string, unknown>;
  if (wire['m'] === 1) return MARK;
  const content = typeof wire['j'] === 'string' ? wire['j'] : null;
  if (typeof wire['t'] === 'string') return { type: 'structure', id: wire['t'], shell: content };
  for (const [key, type] of Object.entries(OBJECT_KEYS)) {
    const id = wire[key];
    if (typeof id === 'string') return { type, id, json: content };
  }
  return null;
}

const UNKNOWN: Embed = { type: 'inline-object', id: '?', json: null };

/** The token for an inserted step. Unknown embeds become an object without content, so that positions stay right. */
export function tokenFromInsert(insert: unknown, attributes: Record<string, unknown> | undefined): Token {
  const own = attributesFromWire(attributes);
  return typeof insert === 'string'
    ? textToken(insert, own)
    : embedToken(embedFromWire(insert) ?? UNKNOWN, own);
}

export function attributesFromWire(attributes: Record<string, unknown> | undefined): TokenAttributes {
  if (attributes === undefined) return NO_ATTRIBUTES;
  const entries = Object.entries(attributes).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(entries);
}

export function tokensFromDelta(delta: readonly DeltaStep[]): Token[] {
  return delta
    .filter((step) => step.insert !== undefined)
    .map((step) => tokenFromInsert(step.insert, step.attributes));
}
