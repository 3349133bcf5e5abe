import type { OoxmlElement, StoryScope, TreeDocOp } from '@docx-editor.dev/core/store';
import type { Random } from './random.js';
import { descendants, type Editor } from './replica.js';

/** Where an edit happens. */
export interface Place {
  readonly editor: Editor;
  readonly random: Random;
  readonly body: OoxmlElement;
  readonly paragraph: OoxmlElement;
  readonly text: string;
  readonly offset: number;
}

export type Edit = (place: Place) => readonly TreeDocOp[] | null;

export const BODY: StoryScope = { kind: 'body' };

/** The edits of one operation or a few, and how often they are made. */
export const edits: ReadonlyArray<readonly [name: string, weight: number, edit: Edit]> = [
  [
    'type',
    36,
    ({ paragraph, offset, editor, random }) => [
      { op: 'insertText', paragraphId: paragraph.id, offset, text: `${editor.name}${random.below(1000)} ` },
    ],
  ],
  [
    'emoji',
    2,
    ({ paragraph, offset }) => [
      { op: 'insertText', paragraphId: paragraph.id, offset, text: '\u{1F600}\u{1F601}' },
    ],
  ],
  [
    'delete',
    13,
    ({ paragraph, text, random }) =>
      withRange(text, random, 6, (start, end) => [
        { op: 'deleteText', paragraphId: paragraph.id, start, end },
      ]),
  ],
  ['split', 12, ({ paragraph, offset }) => [{ op: 'splitParagraph', paragraphId: paragraph.id, offset }]],
  ['join', 8, joinWithNext],
  [
    'format',
    10,
    ({ paragraph, text, random }) =>
      withRange(text, random, 14, (start, end) => [
        { op: 'setRunProperties', paragraphId: paragraph.id, start, end, properties: [runProperty(random)] },
      ]),
  ],
  [
    'align',
    3,
    ({ paragraph, random }) => [
      {
        op: 'setParagraphProperties',
        paragraphId: paragraph.id,
        properties: [
          { localName: 'jc', attributes: { val: random.pick(['center', 'right', 'both']) ?? 'left' } },
        ],
      },
    ],
  ],
  ['tab', 2, ({ paragraph, offset }) => [{ op: 'insertTab', paragraphId: paragraph.id, offset }]],
  ['break', 1, ({ paragraph, offset }) => [{ op: 'insertHardBreak', paragraphId: paragraph.id, offset }]],
  [
    'link',
    1,
    ({ paragraph, text, random }) =>
      withRange(text, random, 8, (start, end) => [
        { op: 'insertHyperlink', paragraphId: paragraph.id, start, end, anchor: 'mark' },
      ]),
  ],
  [
    'page field',
    1,
    ({ paragraph, offset }) => [{ op: 'insertPageField', paragraphId: paragraph.id, offset, field: 'PAGE' }],
  ],
  [
    'table',
    2,
    ({ paragraph, body }) =>
      body.children.includes(paragraph as never)
        ? [{ op: 'insertTable', beforeParagraphId: paragraph.id, rows: 2, cols: 2, columnWidthTwips: 2000 }]
        : null,
  ],
  [
    'row',
    3,
    (place) =>
      withRow(place, (tableId, rowId) => [
        { op: 'insertTableRow', tableId, rowId, where: place.random.below(2) === 0 ? 'above' : 'below' },
      ]),
  ],
  [
    'remove row',
    1,
    (place) =>
      withRow(place, (tableId, rowId, rows) =>
        rows < 2 ? null : [{ op: 'deleteTableRow', tableId, rowId }],
      ),
  ],
  [
    'column',
    2,
    (place) =>
      withColumn(place, (tableId, gridColumnId) => [
        { op: 'insertTableColumn', tableId, gridColumnId, where: 'right' },
      ]),
  ],
  [
    'remove column',
    1,
    (place) =>
      withColumn(place, (tableId, gridColumnId, columns) =>
        columns < 2 ? null : [{ op: 'deleteTableColumn', tableId, gridColumnId }],
      ),
  ],
  [
    'remove table',
    0.3,
    ({ body, random }) => withTable(body, random, (table) => [{ op: 'deleteBlock', blockId: table.id }]),
  ],
  [
    'cell fill',
    1,
    ({ body, random }) =>
      withTable(body, random, (table) =>
        withCell(table, random, (cellId) => [
          {
            op: 'setTableCellFill',
            tableId: table.id,
            cellIds: [cellId],
            color: { kind: 'hex', value: 'FFEE00' },
          },
        ]),
      ),
  ],
  [
    'column widths',
    0.5,
    ({ body, random }) =>
      withTable(body, random, (table) => [
        { op: 'setTableProperties', tableId: table.id, headerRowCount: 1 },
      ]),
  ],
  ['remove paragraph', 1, ({ paragraph }) => [{ op: 'deleteBlock', blockId: paragraph.id }]],
  [
    'split often',
    1,
    ({ paragraph, offset }) => [
      { op: 'splitParagraphMany', paragraphId: paragraph.id, offsets: [offset, offset] },
    ],
  ],
  [
    'style',
    1,
    ({ paragraph, random }) => [
      {
        op: 'setParagraphProperties',
        paragraphId: paragraph.id,
        properties: [
          { localName: 'pStyle', attributes: { val: random.below(2) === 0 ? 'Heading1' : 'Heading2' } },
        ],
      },
    ],
  ],
  [
    'mark format',
    1,
    ({ paragraph }) => [
      {
        op: 'setParagraphMarkProperties',
        paragraphId: paragraph.id,
        properties: [{ localName: 'b', attributes: {} }],
      },
    ],
  ],
  [
    'suggest',
    3,
    ({ paragraph, offset, editor }) => [
      {
        op: 'insertText',
        paragraphId: paragraph.id,
        offset,
        text: 'maybe ',
        revision: { author: editor.name },
      },
    ],
  ],
  [
    'suggest deletion',
    2,
    ({ paragraph, text, random, editor }) =>
      withRange(text, random, 6, (start, end) => [
        { op: 'deleteText', paragraphId: paragraph.id, start, end, revision: { author: editor.name } },
      ]),
  ],
  ['accept all', 0.3, () => [{ op: 'acceptAllRevisions' }]],
  ['reject all', 0.3, () => [{ op: 'rejectAllRevisions' }]],
  [
    'control',
    0.7,
    ({ paragraph, offset }) => [
      { op: 'insertInlineContentControl', paragraphId: paragraph.id, offset, tag: 'field', text: 'value' },
    ],
  ],
  [
    'section',
    0.3,
    ({ paragraph, body }) =>
      body.children.includes(paragraph as never)
        ? [{ op: 'setSectionMark', paragraphId: paragraph.id, breakType: 'nextPage' }]
        : null,
  ],
  [
    'page size',
    0.5,
    ({ random }) => [{ op: 'setSectionProperties', marginLeftTwips: 1000 + random.below(500) }],
  ],
];

export const totalWeight = edits.reduce((sum, [, weight]) => sum + weight, 0);

function joinWithNext({ body, paragraph }: Place): readonly TreeDocOp[] | null {
  const at = body.children.indexOf(paragraph as never);
  const next = at < 0 ? undefined : body.children[at + 1];
  return next?.kind === 'paragraph'
    ? [{ op: 'joinParagraphs', firstId: paragraph.id, secondId: next.id }]
    : null;
}

function withRange(
  text: string,
  random: Random,
  most: number,
  edit: (start: number, end: number) => readonly TreeDocOp[],
): readonly TreeDocOp[] | null {
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

function withTable(
  body: OoxmlElement,
  random: Random,
  edit: (table: OoxmlElement) => readonly TreeDocOp[] | null,
): readonly TreeDocOp[] | null {
  const table = random.pick(descendants(body, 'table'));
  return table === undefined ? null : edit(table);
}

function withRow(
  place: Place,
  edit: (tableId: string, rowId: string, rows: number) => readonly TreeDocOp[] | null,
): readonly TreeDocOp[] | null {
  return withTable(place.body, place.random, (table) => {
    const rows = table.children.filter((child) => child.kind === 'tableRow');
    const row = place.random.pick(rows);
    return row === undefined ? null : edit(table.id, row.id, rows.length);
  });
}

function withColumn(
  place: Place,
  edit: (tableId: string, columnId: string, columns: number) => readonly TreeDocOp[] | null,
): readonly TreeDocOp[] | null {
  return withTable(place.body, place.random, (table) => {
    const grid = table.children.find((child) => child.kind === 'tableGrid');
    const columns = grid === undefined || grid.kind === 'textValue' ? [] : grid.children;
    const column = place.random.pick(columns);
    return column === undefined ? null : edit(table.id, column.id, columns.length);
  });
}

function withCell(
  table: OoxmlElement,
  random: Random,
  edit: (cellId: string) => readonly TreeDocOp[],
): readonly TreeDocOp[] | null {
  const cell = random.pick(descendants(table, 'tableCell'));
  return cell === undefined ? null : edit(cell.id);
}
