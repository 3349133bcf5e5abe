import {
  addPackageComment,
  ensureListDefinition,
  extractFragmentPackage,
  paragraphTextOf,
  type StoryScope,
  type TreeDocOp,
} from '@docx-editor.dev/core/store';
import { BODY, edits, totalWeight, type Place } from './edit-kinds.js';
import type { Random } from './random.js';
import { bodyOf, descendants, type Editor } from './replica.js';

/** How often each kind of edit happened, and why the engine refused some. */
export type EditCounts = Map<string, number>;

/** Makes one random edit, or an undo, a list, a note, a comment, or typing in a header. */
export function editAtRandom(editor: Editor, random: Random, counts: EditCounts): void {
  const roll = random.next();
  if (roll < 0.06) return count(counts, travel(editor, random));
  if (roll < 0.08) return count(counts, startList(editor, random));
  if (roll < 0.09) return count(counts, addComment(editor, random));
  if (roll < 0.1) return count(counts, addNote(editor, random));
  if (roll < 0.12) return count(counts, typeInHeader(editor, random));
  if (roll < 0.125) return count(counts, addHeader(editor, random));
  if (roll < 0.135) return count(counts, paste(editor, random));
  const place = placeFor(editor, random);
  if (place === null) return;
  let rest = random.next() * totalWeight;
  for (const [name, weight, edit] of edits) {
    rest -= weight;
    if (rest > 0) continue;
    const operations = edit(place);
    if (operations !== null) count(counts, apply(editor, BODY, name, operations));
    return;
  }
}

function placeFor(editor: Editor, random: Random): Place | null {
  const body = bodyOf(editor);
  const paragraphs = descendants(body, 'paragraph');
  // Four edits of ten meet in the same few paragraphs.
  const paragraph = random.pick(random.below(10) < 4 ? paragraphs.slice(0, 3) : paragraphs);
  if (paragraph === undefined) return null;
  const text = editor.port.paragraphTextOf?.(paragraph.id) ?? '';
  const offset = random.below(text.length + 1);
  return { editor, random, body, paragraph, text, offset };
}

function apply(editor: Editor, scope: StoryScope, name: string, operations: readonly TreeDocOp[]): string {
  const result = editor.store.transact(
    scope,
    (context) => {
      for (const operation of operations) context.apply(operation);
    },
    { actorId: editor.name, recordsHistory: false },
  );
  editor.port.flushPendingJournals();
  return result.ok ? name : `refused ${name} (${result.reason} ${result.detail ?? ''})`;
}

function travel(editor: Editor, random: Random): string {
  const back = random.below(3) > 0;
  const done = back ? editor.session.undo() : editor.session.redo();
  if (!done) return 'nothing to undo';
  return back ? 'undo' : 'redo';
}

function startList(editor: Editor, random: Random): string {
  const paragraph = random.pick(descendants(bodyOf(editor), 'paragraph'));
  if (paragraph === undefined) return 'no paragraph';
  const kind = random.pick(['bullet', 'ordered'] as const) ?? 'bullet';
  const result = editor.store.transact(
    BODY,
    (context) => {
      let numId = '';
      context.applyPackage((pkg) => {
        const ensured = ensureListDefinition(pkg, kind);
        numId = ensured?.numId ?? '';
        return ensured?.pkg ?? pkg;
      });
      context.apply({ op: 'setListNumbering', paragraphId: paragraph.id, numId, level: 0 });
    },
    { actorId: editor.name, recordsHistory: false },
  );
  editor.port.flushPendingJournals();
  return result.ok ? 'list' : `refused list (${result.reason})`;
}

function addComment(editor: Editor, random: Random): string {
  const place = placeFor(editor, random);
  if (place === null || place.text.length < 4) return 'no text to comment';
  const { paragraph, text } = place;
  const start = random.below(text.length - 2);
  const anchor = { paragraphId: paragraph.id, start, end: start + 2 };
  const result = addPackageComment(editor.store, {
    anchor,
    author: editor.name,
    text: 'why?',
    actorId: editor.name,
  });
  editor.port.flushPendingJournals();
  return result.ok ? 'comment' : 'refused comment';
}

function addNote(editor: Editor, random: Random): string {
  const place = placeFor(editor, random);
  if (place === null) return 'no paragraph';
  const { paragraph, offset } = place;
  const result = editor.store.applyLifecycleOp(
    { op: 'insertNote', noteKind: 'footnote', paragraphId: paragraph.id, offset },
    { actorId: editor.name },
  );
  editor.port.flushPendingJournals();
  return result.ok ? 'footnote' : `refused footnote (${result.reason})`;
}

function typeInHeader(editor: Editor, random: Random): string {
  const main = editor.session.currentPackage().mainDocumentPart;
  const records = editor.session.currentPackage().relationships.get(main) ?? [];
  const record = random.pick(records.filter((r) => r.type.endsWith('/header') || r.type.endsWith('/footer')));
  const scope: StoryScope | null = record === undefined ? null : { kind: 'headerFooter', rId: record.id };
  const part = scope === null ? null : editor.store.partFor(scope);
  const paragraph = part === null ? undefined : random.pick(descendants(part.root, 'paragraph'));
  if (scope === null || part === null || paragraph === undefined) return 'no header';
  const offset = random.below((paragraphTextOf(part, paragraph.id) ?? '').length + 1);
  return apply(editor, scope, 'header', [
    { op: 'insertText', paragraphId: paragraph.id, offset, text: `${editor.name} ` },
  ]);
}

function addHeader(editor: Editor, random: Random): string {
  const kind = random.below(2) === 0 ? 'header' : 'footer';
  const result = editor.store.applyLifecycleOp(
    { op: 'createHeaderFooter', sectionIndex: 0, kind, variant: 'default' },
    { actorId: editor.name },
  );
  editor.port.flushPendingJournals();
  return result.ok ? `create ${kind}` : `refused ${kind} (${result.reason})`;
}

/** Copies one to three whole paragraphs and pastes them somewhere else. */
function paste(editor: Editor, random: Random): string {
  const pkg = editor.store.currentPackage();
  const paragraphs = bodyOf(editor).children.filter((child) => child.kind === 'paragraph');
  const first = random.below(paragraphs.length);
  const copied = paragraphs.slice(first, first + 1 + random.below(3));
  const last = copied.at(-1);
  const target = placeFor(editor, random);
  if (last === undefined || target === null) return 'nothing to copy';
  const paragraphIds = copied.map((paragraph) => paragraph.id);
  const fragment = extractFragmentPackage(pkg, {
    partName: pkg.mainDocumentPart,
    paragraphIds,
    startOffset: 0,
    endOffset: (editor.port.paragraphTextOf?.(last.id) ?? '').length,
    coveredParagraphIds: paragraphIds,
    fullyCoveredBlockIds: [],
    lastMarkCovered: true,
  });
  if (!fragment.ok) return `no fragment (${fragment.reason})`;
  const { id: paragraphId } = target.paragraph;
  const result = editor.store.applyFragmentPaste(BODY, {
    paragraphId,
    offset: target.offset,
    fragmentBytes: fragment.bytes,
    lastMarkCovered: true,
    actorId: editor.name,
  });
  editor.port.flushPendingJournals();
  return result.ok ? 'paste' : `refused paste (${result.reason})`;
}

function count(counts: EditCounts, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
