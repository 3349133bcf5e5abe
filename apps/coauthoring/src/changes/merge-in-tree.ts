import * as Y from 'yjs';

/** One merge of many small updates is quadratic (research/relay.md, section E); few at a time, level by level, is not. */
const WIDTH = 50;

export function mergeInTree(updates: readonly Uint8Array[]): Uint8Array {
  let level = updates;
  while (level.length > 1) {
    const next: Uint8Array[] = [];
    for (let i = 0; i < level.length; i += WIDTH) next.push(Y.mergeUpdates(level.slice(i, i + WIDTH)));
    level = next;
  }
  return level[0] ?? Y.encodeStateAsUpdate(new Y.Doc());
}
