import { align, type Pair } from '../tokens/alignment.js';
import type { ShadowNode } from '../tree/shadow-node.js';

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A stretch of old blocks and the stretch of children that now stands in its place. */
export interface Hunk {
  readonly before: Span;
  readonly after: Span;
  readonly unchanged: boolean;
}

interface BlockLike {
  readonly node: ShadowNode | null;
}

/**
 * Divides a flow into stretches that did not change and stretches to compare token by token. A new or vanished
 * block is compared together with its neighbours: text moves between them when a paragraph is split or joined.
 */
export function alignBlocks(
  before: readonly BlockLike[],
  after: readonly ShadowNode[],
  changed: ReadonlySet<ShadowNode>,
): Hunk[] {
  const hunks = new HunkList(before);
  for (const [a, b] of pairBlocks(before, after)) {
    const node = after[b];
    hunks.skipTo(a, b);
    if (node !== undefined) hunks.pair(a, b, changed.has(node));
  }
  hunks.skipTo(before.length, after.length);
  return mergeUnchanged(hunks.finish());
}

function pairBlocks(before: readonly BlockLike[], after: readonly ShadowNode[]): readonly Pair[] {
  const pairs = align(
    before.map((block, i) => block.node?.id ?? `hidden ${i}`),
    after.map((node) => node.id),
  );
  return pairs.filter(([a, b]) => before[a]?.node === after[b]);
}

class HunkList {
  private readonly hunks: Hunk[] = [];
  private open: { readonly a: number; readonly b: number } | null = null;
  private a = 0;
  private b = 0;

  constructor(private readonly before: readonly BlockLike[]) {}

  /** Moves to the next pair over blocks that vanished and children that are new. */
  skipTo(a: number, b: number): void {
    const visible = this.before.slice(this.a, a).some((block) => block.node !== null);
    if (visible || b > this.b) this.open ??= { a: this.a, b: this.b };
    else {
      this.close();
      // Blocks that show nothing have no child to compare with; they stay.
      if (a > this.a) this.hunks.push(hunkOf(this.a, a, b, b, true));
    }
    [this.a, this.b] = [a, b];
  }

  pair(a: number, b: number, changed: boolean): void {
    if (changed) this.open ??= { a, b };
    else {
      this.close();
      this.hunks.push(hunkOf(a, a + 1, b, b + 1, true));
    }
    [this.a, this.b] = [a + 1, b + 1];
  }

  finish(): readonly Hunk[] {
    this.close();
    return this.hunks;
  }

  private close(): void {
    if (this.open !== null) this.hunks.push(hunkOf(this.open.a, this.a, this.open.b, this.b, false));
    this.open = null;
  }
}

function hunkOf(a: number, aEnd: number, b: number, bEnd: number, unchanged: boolean): Hunk {
  return { before: { from: a, to: aEnd }, after: { from: b, to: bEnd }, unchanged };
}

function mergeUnchanged(hunks: readonly Hunk[]): Hunk[] {
  const merged: Hunk[] = [];
  for (const hunk of hunks) {
    const last = merged.at(-1);
    if (last?.unchanged === true && hunk.unchanged) {
      merged[merged.length - 1] = {
        before: { from: last.before.from, to: hunk.before.to },
        after: { from: last.after.from, to: hunk.after.to },
        unchanged: true,
      };
    } else merged.push(hunk);
  }
  return merged;
}
