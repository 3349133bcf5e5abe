import type { StoryScope, TreeDocOp } from '@docx-editor.dev/core/store';
import { describe, expect, it } from 'vitest';
import {
  bodyOf,
  descendants,
  openEditor,
  syncAll,
  type Editor,
} from '../../../../test/convergence/replica.js';
import { docxOfBody, paragraphXml } from '../../../../test/fixtures/documents.js';

const BODY: StoryScope = { kind: 'body' };

function controlXml(id: number, content: string, properties = ''): string {
  return `<w:sdt><w:sdtPr><w:id w:val="${id}"/>${properties}</w:sdtPr><w:sdtContent>${content}</w:sdtContent></w:sdt>`;
}

/** A control that shows a hint and goes away, hint and all, as soon as something is typed in it. */
function placeholderXml(id: number, hint: string): string {
  return controlXml(id, hint, '<w:temporary/><w:showingPlcHdr/>');
}

function tableXml(...cells: string[]): string {
  const row = cells.map((text, i) => `<w:tc><w:tcPr/>${paragraphXml(text, 50 + i)}</w:tc>`).join('');
  return `<w:tbl><w:tblPr/><w:tblGrid/><w:tr>${row}</w:tr></w:tbl>`;
}

/** A paragraph with an object in it. */
const MARKED_PARAGRAPH = paragraphXml('marked', 9).replace(
  '</w:p>',
  '<w:proofErr w:type="spellStart"/></w:p>',
);

function pairWith(content: string): [Editor, Editor] {
  const bytes = docxOfBody(paragraphXml('before', 1) + content + paragraphXml('after', 2));
  return [openEditor(bytes, 'ann'), openEditor(bytes, 'bob')];
}

const idAt = (editor: Editor, index: number, kind: string) =>
  descendants(bodyOf(editor), kind)[index]?.id ?? '';

function edit(editor: Editor, ...operations: TreeDocOp[]): void {
  const result = editor.store.transact(
    BODY,
    (context) => {
      for (const operation of operations) context.apply(operation);
    },
    { actorId: editor.name, recordsHistory: false },
  );
  editor.port.flushPendingJournals();
  expect(result).toMatchObject({ ok: true });
}

const typing = (editor: Editor, paragraph: number, text: string): TreeDocOp => ({
  op: 'insertText',
  paragraphId: idAt(editor, paragraph, 'paragraph'),
  offset: 0,
  text,
});

function expectAgreement(ann: Editor, bob: Editor): void {
  syncAll([ann, bob], []);
  expect([...ann.failures, ...bob.failures]).toEqual([]);
  expect(ann.session.canonicalForm()).toBe(bob.session.canonicalForm());
}

/** Undo, redo and undo again, seen by both after every step. */
function expectAgreementWhileTravelling(ann: Editor, bob: Editor): void {
  const original = bob.session.canonicalForm();
  expect(ann.session.undo()).toBe(true);
  expectAgreement(ann, bob);
  expect(ann.session.canonicalForm()).toBe(original);
  expect(ann.session.redo()).toBe(true);
  expectAgreement(ann, bob);
  expect(ann.session.undo()).toBe(true);
  expectAgreement(ann, bob);
  expect(ann.session.canonicalForm()).toBe(original);
}

describe('undoing the removal of something that was changed in the same step', () => {
  it('brings back a placeholder control as everybody else has it', () => {
    const [ann, bob] = pairWith(placeholderXml(7, paragraphXml('Click here', 3)));
    edit(ann, typing(ann, 1, 'mine'));
    expect(descendants(bodyOf(ann), 'contentControl')).toHaveLength(0);
    expectAgreementWhileTravelling(ann, bob);
    expect(ann.session.plainText()).toBe('before\nClick here\nafter');
  });

  it('brings back a placeholder control inside another control', () => {
    const [ann, bob] = pairWith(controlXml(6, placeholderXml(7, paragraphXml('Click here', 3))));
    edit(ann, typing(ann, 1, 'mine'));
    expectAgreementWhileTravelling(ann, bob);
  });

  it('brings back a table without the text that nobody else ever saw', () => {
    const [ann, bob] = pairWith(tableXml('left', 'right'));
    edit(ann, typing(ann, 1, 'mine'), { op: 'deleteBlock', blockId: idAt(ann, 0, 'table') });
    expectAgreementWhileTravelling(ann, bob);
    expect(ann.session.plainText()).toBe('before\nleft\nright\nafter');
  });

  it('keeps what others typed in it meanwhile', () => {
    const [ann, bob] = pairWith(
      placeholderXml(7, paragraphXml('Click here', 3) + paragraphXml('Or here', 4)),
    );
    edit(bob, {
      op: 'setParagraphProperties',
      paragraphId: idAt(bob, 2, 'paragraph'),
      properties: [{ localName: 'jc', attributes: { val: 'right' } }],
    });
    edit(ann, typing(ann, 1, 'mine'));
    expect(ann.session.undo()).toBe(true);
    expectAgreement(ann, bob);
    expect(ann.session.canonicalForm()).toContain('q:jc');
  });
});

describe('undoing the removal of a control around a table', () => {
  const content = paragraphXml('text', 3) + tableXml('left', 'right') + paragraphXml('more', 4);
  const unwrap = (editor: Editor): void =>
    edit(editor, { op: 'removeContentControl', controlId: idAt(editor, 1, 'contentControl') });

  it('keeps the rows of the table', () => {
    const [ann, bob] = pairWith(controlXml(6, controlXml(7, content)));
    unwrap(ann);
    expect(descendants(bodyOf(ann), 'contentControl')).toHaveLength(1);
    expectAgreementWhileTravelling(ann, bob);
    expect(ann.session.plainText()).toBe('before\ntext\nleft\nright\nmore\nafter');
  });

  it('keeps them also when the others saw the removal', () => {
    const [ann, bob] = pairWith(controlXml(6, controlXml(7, content)));
    const original = ann.session.canonicalForm();
    unwrap(ann);
    expectAgreement(ann, bob);
    expect(ann.session.undo()).toBe(true);
    expectAgreement(ann, bob);
    expect(ann.session.canonicalForm()).toBe(original);
  });
});

describe('the same thing brought back by two people at once', () => {
  it('is shown without stopping those who learn of both at the same time', () => {
    const bytes = docxOfBody(
      paragraphXml('before', 1) + tableXml('left', 'right') + MARKED_PARAGRAPH + paragraphXml('after', 2),
    );
    const [ann, bob, server] = ['ann', 'bob', 'server'].map((name) => openEditor(bytes, name));
    if (ann === undefined || bob === undefined || server === undefined) throw new Error('three are needed');
    const people = [ann, bob, server];
    for (const editor of [ann, bob]) {
      edit(editor, { op: 'deleteBlock', blockId: idAt(editor, 0, 'table') });
      edit(editor, { op: 'deleteBlock', blockId: idAt(editor, 1, 'paragraph') });
    }
    syncAll(people, []);
    expect(server.session.plainText()).toBe('before\nafter');
    for (const editor of [ann, bob]) while (editor.session.canUndo()) editor.session.undo();
    syncAll(people, []);
    expect(people.flatMap((editor) => editor.failures)).toEqual([]);
    const forms = people.map((editor) => editor.session.canonicalForm());
    expect(new Set(forms).size).toBe(1);
    server.session.rebuildFromShared();
    expect(server.session.canonicalForm()).toBe(forms[0]);
  });
});

describe('an object that became part of a larger one', () => {
  it('does not follow changes of what it was', () => {
    const inline = controlXml(8, '<w:r><w:t>control</w:t></w:r>');
    const [ann, bob] = pairWith(paragraphXml('', 3).replace('</w:p>', `${inline}</w:p>`));
    const paragraphId = idAt(ann, 1, 'paragraph');
    edit(ann, { op: 'insertHyperlink', paragraphId, start: 0, end: 7, anchor: 'mark' });
    edit(bob, { op: 'insertText', paragraphId, offset: 3, text: 'mine' });
    expectAgreement(ann, bob);
  });
});
