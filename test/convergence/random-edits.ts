import {
  addPackageComment,
  ensureListDefinition,
  paragraphTextOf,
  type OoxmlElement,
  type StoryScope,
  type TreeDocOp,
} from '@docx-editor.dev/core/store';
import type { Random } from './random.js';
import { bodyOf, descendants, type Editor } from './replica.js';

/** How often each kind of edit happened, and why the engine refused some. */
export type EditCounts = Map<string, number>;

interface Place {
  readonly editor: Editor;
  readonly random: Random;
  readonly body: OoxmlElement;
  readonly paragraph: OoxmlElement;
  readonly text: string;
  readonly offset: number;
}

type Edit = (place: Place) => readonly TreeDocOp[] | null;

const BODY: StoryScope = { kind: 'body' };

const edits: ReadonlyArray<readonly [name: string, weight: number, edit: Edit]> = [
  ['type', 36, ({ paragraph, offset, editor, random }) => [{ op: 'insertText', paragraphId: paragraph.id, offset, text: `${editor.name}${random.below(1000)} ` }]],
  ['emoji', 2, ({ paragraph, offset }) => [{ op: 'insertText', paragraphId: paragraph.id, offset, text: '\u{1F600}\u{1F601}' }]],
  ['delete', 13, ({ paragraph, text, random }) => withRange(text, random, 6, (start, end) => [{ op: 'deleteText', paragraphId: paragraph.id, start, end }])],
  ['split', 12, ({ paragraph, offset }) => [{ op: 'splitParagraph', paragraphId: paragraph.id, offset }]],
  ['join', 8, joinWithNext],
  ['format', 10, ({ paragraph, text, random }) => withRange(text, random, 14, (start, end) => [{ op: 'setRunProperties', paragraphId: paragraph.id, start, end, properties: [runProperty(random)] }])],
  ['align', 3, ({ paragraph, random }) => [{ op: 'setParagraphProperties', paragraphId: paragraph.id, properties: [{ localName: 'jc', attributes: { val: random.pick(['center', 'right', 'both']) ?? 'left' } }] }]],
  ['tab', 2, ({ paragraph, offset }) => [{ op: 'insertTab', paragraphId: paragraph.id, offset }]],
  ['break', 1, ({ paragraph, offset }) => [{ op: 'insertHardBreak', paragraphId: paragraph.id, offset }]],
  ['link', 1, ({ paragraph, text, random }) => withRange(text, random, 8, (start, end) => [{ op: 'insertHyperlink', paragraphId: paragraph.id, start, end, anchor: 'mark' }])],
  ['page field', 1, ({ paragraph, offset }) => [{ op: 'insertPageField', paragraphId: paragraph.id, offset, field: 'PAGE' }]],
  ['table', 2, ({ paragraph, body }) => (body.children.includes(paragraph as never) ? [{ op: 'insertTable', beforeParagraphId: paragraph.id, rows: 2, cols: 2, columnWidthTwips: 2000 }] : null)],
  ['row', 3, (place) => withRow(place, (tableId, rowId) => [{ op: 'insertTableRow', tableId, rowId, where: place.random.below(2) === 0 ? 'above' : 'below' }])],
  ['remove row', 1, (place) => withRow(place, (tableId, rowId, rows) => (rows < 2 ? null : [{ op: 'deleteTableRow', tableId, rowId }]))],
  ['column', 2, (place) => withColumn(place, (tableId, gridColumnId) => [{ op: 'insertTableColumn', tableId, gridColumnId, where: 'right' }])],
  ['remove column', 1, (place) => withColumn(place, (tableId, gridColumnId, columns) => (columns < 2 ? null : [{ op: 'deleteTableColumn', tableId, gridColumnId }]))],
  ['remove table', 0.3, ({ body, random }) => withTable(body, random, (table) => [{ op: 'deleteBlock', blockId: table.id }])],
  ['page size', 0.5, ({ random }) => [{ op: 'setSectionProperties', marginLeftTwips: 1000 + random.below(500) }]],
];

const totalWeight = edits.reduce((sum, [, weight]) => sum + weight, 0);

/** Makes one random edit, or an undo, a list, a note, a comment, or typing in a header. */
export function editAtRandom(editor: Editor, random: Random, counts: EditCounts): void {
  const roll = random.next();
  if (roll < 0.06) return count(counts, travel(editor, random));
  if (roll < 0.08) return count(counts, startList(editor, random));
  if (roll < 0.09) return count(counts, addComment(editor, random));
  if (roll < 0.1) return count(counts, addNote(editor, random));
  if (roll < 0.12) return count(counts, typeInHeader(editor, random));
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
  const paragraph = random.pick(descendants(body, 'paragraph'));
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
  return result.ok ? name : `refused ${name} (${result.reason})`;
}

function joinWithNext({ body, paragraph }: Place): readonly TreeDocOp[] | null {
  const at = body.children.indexOf(paragraph as never);
  const next = at < 0 ? undefined : body.children[at + 1];
  return next?.kind === 'paragraph' ? [{ op: 'joinParagraphs', firstId: paragraph.id, secondId: next.id }] : null;
}

function withRange(text: string, random: Random, most: number, edit: (start: number, end: number) => readonly TreeDocOp[]): readonly TreeDocOp[] | null {
  if (text.length < 4) return null;
  const start = random.below(text.length - 2);
  return edit(start, Math.min(text.length, start + 1 + random.below(most)));
}

function runProperty(random: Random): { localName: string; attributes: Record<string, string> } {
  const properties = [
    { localName: 'b', attributes: {} },
    { localName: 'i', attributes: {} },
    { localName: 'color', attributes: { val: 'C00000' } },
    { localName: 'sz', attributes: { val: '30' } },
  ];
  return random.pick(properties) ?? { localName: 'b', attributes: {} };
}

function withTable(body: OoxmlElement, random: Random, edit: (table: OoxmlElement) => readonly TreeDocOp[] | null): readonly TreeDocOp[] | null {
  const table = random.pick(descendants(body, 'table'));
  return table === undefined ? null : edit(table);
}

function withRow(place: Place, edit: (tableId: string, rowId: string, rows: number) => readonly TreeDocOp[] | null): readonly TreeDocOp[] | null {
  return withTable(place.body, place.random, (table) => {
    const rows = table.children.filter((child) => child.kind === 'tableRow');
    const row = place.random.pick(rows);
    return row === undefined ? null : edit(table.id, row.id, rows.length);
  });
}

function withColumn(place: Place, edit: (tableId: string, columnId: string, columns: number) => readonly TreeDocOp[] | null): readonly TreeDocOp[] | null {
  return withTable(place.body, place.random, (table) => {
    const grid = table.children.find((child) => child.kind === 'tableGrid');
    const columns = grid === undefined || grid.kind === 'textValue' ? [] : grid.children;
    const column = place.random.pick(columns);
    return column === undefined ? null : edit(table.id, column.id, columns.length);
  });
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
  const result = addPackageComment(editor.store, { anchor, author: editor.name, text: 'why?', actorId: editor.name });
  editor.port.flushPendingJournals();
  return result.ok ? 'comment' : 'refused comment';
}

function addNote(editor: Editor, random: Random): string {
  const place = placeFor(editor, random);
  if (place === null) return 'no paragraph';
  const { paragraph, offset } = place;
  const result = editor.store.applyLifecycleOp({ op: 'insertNote', noteKind: 'footnote', paragraphId: paragraph.id, offset }, { actorId: editor.name });
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
  return apply(editor, scope, 'header', [{ op: 'insertText', paragraphId: paragraph.id, offset, text: `${editor.name} ` }]);
}

function count(counts: EditCounts, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
