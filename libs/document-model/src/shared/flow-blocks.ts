import type { OoxmlNode } from '@docx-editor.dev/core/store';
import { tokensOfParagraph } from '../tokens/paragraph-tokens.js';
import { embedToken, isMark, lengthOfAll, NO_ATTRIBUTES, type Token } from '../tokens/token.js';
import { shadowOf, type ShadowNode } from '../tree/shadow-node.js';
import { holdsParagraphs, isParagraph } from '../tree/structure.js';
import type { Container, ContainerHost } from './container.js';
import { idInAttributes, idOfElement } from './paragraph-ids.js';

/** One child of a flow and the stretch of the Y.Text that says it. */
export interface Block {
  /** Null for a stretch that shows nothing, such as a table that already stands elsewhere. */
  readonly node: ShadowNode | null;
  /** Exactly what the Y.Text holds; null for blocks of the base, which are read again from `source`. */
  tokens: readonly Token[] | null;
  readonly source: OoxmlNode | null;
  readonly length: number;
}

/** Reads the children of a flow as blocks. */
export class BlockReader {
  constructor(
    private readonly host: ContainerHost,
    private readonly owner: Container,
  ) {}

  /** Blocks for changed children; their objects keep the names of equal objects they replace. */
  blocksOf(children: readonly ShadowNode[], replaced: readonly Block[]): Block[] {
    const paragraphs = children.filter(isParagraph);
    const unnamed = paragraphs
      .flatMap(objectNodesOf)
      .concat(children.filter((child) => !isParagraph(child) && !holdsParagraphs(child)));
    const kept = new Set(unnamed.map((node) => node.sharedId));
    const vanished = replaced
      .flatMap((block) => this.tokensOf(block))
      .flatMap((token) => {
        const id = token.embed !== null && 'id' in token.embed ? token.embed.id : null;
        return id === null || kept.has(id) ? [] : [id];
      });
    this.host.objects.inheritNames(unnamed, vanished);
    const blocks = children.map((child) => this.blockOf(child));
    for (const node of unnamed) this.host.objects.publish(node);
    return blocks;
  }

  blockOf(node: ShadowNode): Block {
    const tokens = this.readTokens(node);
    return { node, tokens, source: this.host.isSeeding ? node.frozen : null, length: lengthOfAll(tokens) };
  }

  private readTokens(node: ShadowNode): readonly Token[] {
    if (isParagraph(node)) {
      if (this.host.isSeeding)
        for (const object of objectNodesOf(node)) this.host.objects.nameOriginal(object);
      return tokensOfParagraph(node, this.host.objects);
    }
    if (this.host.isStructure(node)) {
      const { id, shell } = this.host.share(node, this.owner);
      return [embedToken({ type: 'structure', id, shell }, NO_ATTRIBUTES)];
    }
    if (this.host.isSeeding) this.host.objects.nameOriginal(node);
    return [embedToken(this.host.objects.embedOf('block-object', node), NO_ATTRIBUTES)];
  }

  /** What the Y.Text says of a block. */
  tokensOf(block: Block): readonly Token[] {
    if (block.tokens !== null) return block.tokens;
    if (block.source === null) return [];
    // Names of objects of the base are their ids, which a copy has as well.
    const names = {
      embedOf: (type: 'run-object' | 'inline-object' | 'block-object', node: ShadowNode) => ({
        type,
        id: node.id,
        json: null,
      }),
    };
    return tokensOfParagraph(shadowOf(block.source), names);
  }

  /** Drops tokens of paragraphs of the base: they can be read again, and most never are. */
  forgetTokens(blocks: readonly Block[]): void {
    for (const block of blocks)
      if (block.node !== null && isParagraph(block.node) && block.source !== null) block.tokens = null;
  }
}

/** Whether the block is a paragraph whose mark is not in the Y.Text. */
export function lacksMark(block: Block | undefined): boolean {
  if (block === undefined || block.node === null || !isParagraph(block.node)) return false;
  return block.tokens !== null && !isMark(block.tokens.at(-1));
}

/** The id the shared text gives a paragraph; its node may show another one when ids clash. */
export function paragraphIdOf(block: Block): string | null {
  if (block.tokens === null) return block.source === null ? null : idOfElement(block.source);
  const mark = block.tokens.at(-1);
  return isMark(mark) ? idInAttributes(mark.attributes['@']) : null;
}

/** The name of a block that is no paragraph. */
export function blockKey(block: Block): string {
  const embed = block.tokens?.[0]?.embed ?? null;
  return embed !== null && 'id' in embed ? embed.id : '';
}

/** The nodes of a paragraph that are shared as one piece, in order. */
function objectNodesOf(paragraph: ShadowNode): ShadowNode[] {
  const nodes: ShadowNode[] = [];
  tokensOfParagraph(paragraph, {
    embedOf: (type, node) => {
      nodes.push(node);
      return { type, id: '', json: null };
    },
  });
  return nodes;
}
