import { paragraphOffsetIndex, type OoxmlParagraphNode } from '@docx-editor.dev/core/store';
import * as Y from 'yjs';
import type { SharedDocument } from '../shared/shared-document.js';
import { freeze, type ShadowNode } from '../tree/shadow-node.js';
import { isParagraph, isPlainText, isRun, isTextWrapper, textOf } from '../tree/structure.js';

/** A place in the engine's tree: a paragraph and a UTF-16 offset in its text. */
export interface CaretPosition {
  readonly nodeId: string;
  readonly offset: number;
}

/** A place that stays beside the same characters whatever others edit; safe to send. */
export interface SharedCaret {
  readonly container: string;
  readonly position: unknown;
}

interface ContentSpan {
  readonly isText: boolean;
  /** Where it begins in the shared text of the paragraph, and how long it is there. */
  readonly token: number;
  readonly length: number;
  /** Where the engine sees it, null when it has no place among the characters. */
  readonly from: number | null;
  readonly to: number;
}

/** Translates places of the engine into places of the shared document and back. */
export class CaretPositions {
  constructor(private readonly shared: SharedDocument) {}

  toShared({ nodeId, offset }: CaretPosition): SharedCaret | null {
    const paragraph = this.shared.tree.index.get(nodeId);
    const flow = paragraph === undefined ? null : this.shared.flowOf(paragraph);
    const place = paragraph === undefined ? null : flow?.locate(paragraph);
    if (paragraph === undefined || flow === null || place == null) return null;
    const index = place.offset + tokenAt(contentSpans(paragraph), offset);
    // At the beginning of a paragraph the caret belongs to what follows, elsewhere to what it was typed after.
    const position = Y.createRelativePositionFromTypeIndex(flow.shared, index, offset > 0 ? -1 : 0);
    return { container: flow.sharedId, position: Y.relativePositionToJSON(position) as unknown };
  }

  fromShared(caret: SharedCaret): CaretPosition | null {
    const flow = this.shared.flowNamed(caret.container);
    const position = flow === null ? null : absolute(caret.position, this.shared.doc);
    if (flow === null || position === null) return null;
    const place = flow.paragraphAt(position);
    if (place === null) return null;
    return { nodeId: place.node.id, offset: offsetAt(contentSpans(place.node), place.within) };
  }
}

function absolute(json: unknown, doc: Y.Doc): number | null {
  try {
    const relative = Y.createRelativePositionFromJSON(json);
    return Y.createAbsolutePositionFromRelativePosition(relative, doc)?.index ?? null;
  } catch {
    // Presence comes from peers unchecked; a caret that cannot be read is not shown.
    return null;
  }
}

function tokenAt(spans: readonly ContentSpan[], offset: number): number {
  let end = 0;
  for (const span of spans) {
    if (span.from !== null && offset <= span.to && (span.isText || offset < span.to)) {
      return span.token + (span.isText ? Math.min(span.length, Math.max(0, offset - span.from)) : 0);
    }
    end = span.token + span.length;
  }
  return end;
}

function offsetAt(spans: readonly ContentSpan[], token: number): number {
  let offset = 0;
  for (const span of spans) {
    if (span.from !== null && token < span.token + span.length + Number(span.isText)) {
      return span.isText ? span.from + Math.max(0, token - span.token) : span.from;
    }
    if (span.from !== null) offset = span.to;
  }
  return offset;
}

function contentSpans(paragraph: ShadowNode): ContentSpan[] {
  if (!isParagraph(paragraph)) return [];
  const index = paragraphOffsetIndex(freeze(paragraph) as OoxmlParagraphNode);
  const spans: ContentSpan[] = [];
  let token = 0;
  const add = (node: ShadowNode, length: number, isText: boolean) => {
    const span = index.spanOf(node.id);
    spans.push({ isText, token, length, from: span?.start ?? null, to: span?.end ?? 0 });
    token += length;
  };
  const walk = (parent: ShadowNode) => {
    for (const node of parent.elementChildren) {
      if (node.is('pPr') || node.is('rPr')) continue;
      if (isRun(node) || isTextWrapper(node)) walk(node);
      else if (isPlainText(node) && isRun(parent)) add(node, textOf(node).length, true);
      else add(node, 1, false);
    }
  };
  walk(paragraph);
  return spans;
}
