import { embedKey, isBlockToken, isMark, type Token } from '../tokens/token.js';

/** The tokens of one block. A paragraph whose mark was deleted has none at its end. */
export interface TokenGroup {
  readonly kind: 'paragraph' | 'other';
  readonly tokens: readonly Token[];
}

/** Cuts the tokens of a flow into its blocks. */
export function groupTokens(tokens: readonly Token[]): TokenGroup[] {
  const groups: TokenGroup[] = [];
  let open: Token[] = [];
  const close = () => {
    if (open.length > 0) groups.push({ kind: 'paragraph', tokens: open });
    open = [];
  };
  for (const token of tokens) {
    if (isBlockToken(token)) {
      close();
      groups.push({ kind: 'other', tokens: [token] });
    } else {
      open.push(token);
      if (isMark(token)) close();
    }
  }
  close();
  return groups;
}

/**
 * Decides which old paragraph each new one continues: equal ones at both ends, the rest in order. Returns the
 * index of the old paragraph per group.
 */
export function pairParagraphs(
  groups: readonly TokenGroup[],
  old: ReadonlyArray<readonly Token[]>,
): Map<TokenGroup, number> {
  const fresh = groups.filter((group) => group.kind === 'paragraph');
  const pairs = new Map<TokenGroup, number>();
  const oldKeys = old.map(contentKey);
  const keys = fresh.map((group) => contentKey(group.tokens));
  let start = 0;
  while (start < fresh.length && start < old.length && keys[start] === oldKeys[start]) start++;
  let end = 0;
  const limit = Math.min(fresh.length, old.length) - start;
  while (end < limit && keys[fresh.length - 1 - end] === oldKeys[old.length - 1 - end]) end++;
  fresh.forEach((group, i) => {
    if (i < start || (i < fresh.length - end && i < old.length - end)) pairs.set(group, i);
    else if (i >= fresh.length - end) pairs.set(group, i - fresh.length + old.length);
  });
  return pairs;
}

function contentKey(tokens: readonly Token[]): string {
  return tokens.map((token) => token.text ?? embedKey(token.embed)).join('');
}
