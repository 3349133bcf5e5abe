import type * as Y from 'yjs';
import { diffTokens, type TextStep } from '../tokens/token-diff.js';
import { applyDelta, touchedRange } from '../tokens/apply-delta.js';
import { rebuildParagraph } from '../tokens/paragraph-builder.js';
import {
  isBlockToken,
  isMark,
  joinTexts,
  lengthOfAll,
  sameTokens,
  withOwnAttributes,
  type Token,
} from '../tokens/token.js';
import { embedToWire, tokensFromDelta, type DeltaStep } from '../tokens/token-wire.js';
import type { ShadowNode } from '../tree/shadow-node.js';
import { holdsParagraphs, isParagraph } from '../tree/structure.js';
import { summarise, type EditSummary } from './edit-summary.js';
import { alignBlocks } from './block-alignment.js';
import { groupTokens, pairParagraphs, type TokenGroup } from './block-groups.js';
import { BlockReader, blockKey, lacksMark, paragraphIdOf, type Block } from './flow-blocks.js';
import type { NamedParagraph } from './paragraph-ids.js';
import type { Container, ContainerHost } from './container.js';

const NEEDS_PARAGRAPH_AT_END = new Set(['tc', 'hdr', 'ftr', 'footnote', 'endnote', 'comment']);

/** A sequence of paragraphs and other blocks (body, cell, header, note, …) shared as one Y.Text. */
export class FlowContainer implements Container {
  private blocks: Block[] = [];
  private readonly reader: BlockReader;

  constructor(
    readonly sharedId: string,
    private element: ShadowNode,
    readonly shared: Y.Text,
    private readonly host: ContainerHost,
  ) {
    this.reader = new BlockReader(host, this);
  }

  get node(): ShadowNode {
    return this.element;
  }

  moveTo(node: ShadowNode): void {
    this.element = node;
    this.blocks = [];
  }

  read(): void {
    this.blocks = this.element.elementChildren.map((child) => this.reader.blockOf(child));
    if (this.host.isSeeding) this.reader.forgetTokens(this.blocks);
  }

  write(): void {
    this.blocks = this.element.elementChildren.map((child) => this.reader.blockOf(child));
    const steps = this.blocks.flatMap((block) => this.reader.tokensOf(block)).map(insertStep);
    if (this.shared.length > 0) this.shared.delete(0, this.shared.length);
    if (steps.length > 0) this.shared.applyDelta(steps, { sanitize: false });
    if (this.host.isSeeding) this.reader.forgetTokens(this.blocks);
  }

  /** The paragraphs in order with the ids the shared text gives them. */
  *paragraphIds(): Generator<NamedParagraph> {
    for (const block of this.blocks) {
      if (block.node === null || !isParagraph(block.node)) continue;
      yield { node: block.node, id: paragraphIdOf(block) };
    }
  }

  structures(): ShadowNode[] {
    return this.blocks.flatMap(({ node }) =>
      node === null || isParagraph(node) || !holdsParagraphs(node) ? [] : [node],
    );
  }

  publish(changed: ReadonlySet<ShadowNode>): EditSummary | null {
    const children = this.element.elementChildren;
    const before = this.blocks;
    const after: Block[] = [];
    const steps: TextStep[] = [];
    // A paragraph that stands here without a mark is shown on the others only because nothing else is; now it gets one.
    const unmarked = before.flatMap((block) => (block.node !== null && lacksMark(block) ? [block.node] : []));
    for (const hunk of alignBlocks(before, children, new Set([...changed, ...unmarked]))) {
      const old = before.slice(hunk.before.from, hunk.before.to);
      if (hunk.unchanged) {
        steps.push({ retain: old.reduce((sum, block) => sum + block.length, 0) });
        after.push(...old);
        continue;
      }
      const fresh = this.reader.blocksOf(children.slice(hunk.after.from, hunk.after.to), old);
      this.noteIds(old, fresh);
      const oldTokens = old.flatMap((block) => this.reader.tokensOf(block));
      const freshTokens = fresh.flatMap((block) => this.reader.tokensOf(block));
      steps.push(...paddedDiff(oldTokens, freshTokens));
      after.push(...fresh);
    }
    this.blocks = after;
    const summary = summarise(this.sharedId, steps);
    if (summary !== null) this.shared.applyDelta(steps, { sanitize: false });
    return summary;
  }

  follow(delta: readonly DeltaStep[]): void {
    const range = touchedRange(delta);
    if (range === null) return;
    this.dropTrailingFiller();
    const first = this.firstTouched(range.from);
    const last = this.lastTouched(range.to, first);
    const offset = this.offsetOf(first);
    const touched = this.blocks.slice(first, last + 1).flatMap((block) => this.reader.tokensOf(block));
    this.rebuild(first, last + 1 - first, applyDelta(touched, offset, delta));
  }

  reload(): void {
    const tokens = tokensFromDelta(this.shared.toDelta() as DeltaStep[]);
    this.rebuild(0, this.blocks.length, tokens);
  }

  isConsistent(): boolean {
    return this.blocks.reduce((sum, block) => sum + block.length, 0) === this.shared.length;
  }

  /** The position of a paragraph in the Y.Text and its tokens; null when it is no paragraph of this flow. */
  locate(paragraph: ShadowNode): { readonly offset: number; readonly tokens: readonly Token[] } | null {
    const at = this.blocks.findIndex((block) => block.node === paragraph);
    const block = this.blocks[at];
    return block === undefined ? null : { offset: this.offsetOf(at), tokens: this.reader.tokensOf(block) };
  }

  /** The paragraph at a position of the Y.Text and the position inside it. */
  paragraphAt(
    position: number,
  ): { readonly node: ShadowNode; readonly within: number; readonly tokens: readonly Token[] } | null {
    let start = 0;
    for (const block of this.blocks) {
      if (block.node !== null && isParagraph(block.node) && position < start + Math.max(1, block.length)) {
        return {
          node: block.node,
          within: Math.max(0, position - start),
          tokens: this.reader.tokensOf(block),
        };
      }
      start += block.length;
    }
    return null;
  }

  private noteIds(before: readonly Block[], after: readonly Block[]): void {
    const ids = (blocks: readonly Block[]) =>
      blocks.map((block) => paragraphIdOf(block) ?? blockKey(block)).join(' ');
    if (ids(before) !== ids(after)) this.host.paragraphsChanged = true;
  }

  private offsetOf(blockIndex: number): number {
    let offset = 0;
    for (let i = 0; i < blockIndex; i++) offset += this.blocks[i]?.length ?? 0;
    return offset;
  }

  /** A paragraph that lost its mark runs on into what follows it, so it belongs to every change right behind it. */
  private firstTouched(position: number): number {
    let first = 0;
    for (let start = 0, i = 0; i < this.blocks.length; i++) {
      if (start > position) break;
      first = i;
      start += this.blocks[i]?.length ?? 0;
    }
    while (first > 0 && lacksMark(this.blocks[first - 1])) first--;
    return first;
  }

  private lastTouched(position: number, first: number): number {
    let start = this.offsetOf(first);
    let last = first;
    for (let i = first; i < this.blocks.length && start <= position; i++) {
      last = i;
      start += this.blocks[i]?.length ?? 0;
    }
    return Math.min(last, this.blocks.length - 1);
  }

  private rebuild(first: number, count: number, tokens: readonly Token[]): void {
    let replaced = count;
    const own = tokens.map(withOwnAttributes);
    let next = this.blocks[first + replaced];
    // Text without a mark at the end belongs to the paragraph that follows.
    while (own.length > 0 && endsInsideParagraph(own) && next?.node != null && isParagraph(next.node)) {
      own.push(...this.reader.tokensOf(next).map(withOwnAttributes));
      next = this.blocks[first + ++replaced];
    }
    const old = this.blocks.slice(first, first + replaced);
    const groups = groupTokens(joinTexts(own));
    const fresh = this.buildGroups(groups, old);
    this.noteIds(old, fresh);
    this.blocks.splice(first, replaced, ...fresh);
    this.addTrailingFiller();
    this.element.setChildren(this.blocks.flatMap((block) => (block.node === null ? [] : [block.node])));
  }

  private buildGroups(groups: readonly TokenGroup[], old: readonly Block[]): Block[] {
    const oldParagraphs = old.filter((block) => block.node !== null && isParagraph(block.node));
    const pairs = pairParagraphs(
      groups,
      oldParagraphs.map((block) => this.reader.tokensOf(block)),
    );
    const others = new Map<string, ShadowNode>();
    for (const block of old)
      if (block.node !== null && !isParagraph(block.node)) others.set(blockKey(block), block.node);
    return groups.map((group) => {
      const pair = pairs.get(group);
      const reused = pair === undefined ? undefined : oldParagraphs[pair];
      return group.kind === 'paragraph'
        ? this.buildParagraph(group.tokens, reused)
        : this.buildOther(group.tokens, others);
    });
  }

  private buildParagraph(tokens: readonly Token[], reused: Block | undefined): Block {
    for (const { embed } of tokens) if (embed !== null && 'json' in embed) this.host.objects.learn(embed);
    const kept = reused?.node ?? null;
    if (reused !== undefined && kept !== null && sameTokens(this.reader.tokensOf(reused), tokens)) {
      return { node: kept, tokens: reused.tokens, source: reused.source, length: reused.length };
    }
    const node = kept ?? this.host.tree.createElement('paragraph', 'p');
    const { attributes } = node;
    rebuildParagraph(node, tokens, this.host.tree, this.host.objects);
    // The shared id was put back; if it clashes, the node must get its own again.
    if (node.attributes !== attributes) this.host.paragraphsChanged = true;
    return { node, tokens, source: null, length: lengthOfAll(tokens) };
  }

  private buildOther(tokens: readonly Token[], others: Map<string, ShadowNode>): Block {
    const embed = tokens[0]?.embed ?? null;
    const key = embed === null || !('id' in embed) ? '' : embed.id;
    const kept = others.get(key);
    others.delete(key);
    let node = kept ?? null;
    if (node === null && embed?.type === 'structure') node = this.host.load(embed.id, embed.shell, this);
    else if (node === null && embed?.type === 'block-object') node = this.host.objects.create(embed);
    return { node, tokens, source: null, length: 1 };
  }

  private dropTrailingFiller(): void {
    if (this.blocks.at(-1)?.length === 0) this.blocks.pop();
  }

  /** A cell without a paragraph at its end makes a file that Word calls damaged. */
  private addTrailingFiller(): void {
    if (!NEEDS_PARAGRAPH_AT_END.has(this.element.localName)) return;
    const last = this.blocks.findLast((block) => block.node !== null)?.node;
    if (last != null && isParagraph(last)) return;
    this.blocks.push({
      node: this.host.tree.createElement('paragraph', 'p'),
      tokens: [],
      source: null,
      length: 0,
    });
  }
}

function insertStep(token: Token): TextStep {
  return { insert: token.text ?? embedToWire(token.embed), attributes: { ...token.attributes } };
}

/** A diff that also walks over the unchanged rest, so that diffs can be put one after the other. */
function paddedDiff(before: readonly Token[], after: readonly Token[]): TextStep[] {
  const steps = diffTokens(before, after);
  const consumed = steps.reduce(
    (sum, step) => sum + ('retain' in step ? step.retain : 'delete' in step ? step.delete : 0),
    0,
  );
  const rest = lengthOfAll(before) - consumed;
  return rest > 0 ? [...steps, { retain: rest }] : steps;
}

function endsInsideParagraph(tokens: readonly Token[]): boolean {
  const last = tokens.at(-1);
  return last !== undefined && !isMark(last) && !isBlockToken(last);
}
