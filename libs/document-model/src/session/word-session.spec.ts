import {
  extractFragmentPackage,
  paraIdOf,
  type OoxmlElement,
  type StoryScope,
  type TreeDocOp,
} from '@docx-editor.dev/core/store';
import { describe, expect, it } from 'vitest';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import corePackage from '@docx-editor.dev/core/package.json' with { type: 'json' };
import yjsPackage from 'yjs/package.json' with { type: 'json' };
import { docxOfBody, plainDocx, richDocx } from '../../../../test/fixtures/documents.js';
import { WordDocumentError } from '../errors.js';
import { createHeadlessReplica, type HeadlessReplica } from './headless-replica.js';

interface Person extends HeadlessReplica {
  readonly outbox: Uint8Array[];
}

const BODY: StoryScope = { kind: 'body' };

function open(
  bytes: Uint8Array,
  name = 'ann',
  options: Parameters<typeof createHeadlessReplica>[1] = {},
): Person {
  const replica = createHeadlessReplica(bytes, {
    identity: { actorId: name, name },
    documentId: 'd',
    ...options,
  });
  const outbox: Uint8Array[] = [];
  replica.session.onLocalUpdate((update) => outbox.push(update));
  return { ...replica, outbox };
}

function edit(person: Person, operation: TreeDocOp, scope = BODY): boolean {
  const result = person.store.transact(scope, (context) => void context.apply(operation), {
    actorId: 'a',
    recordsHistory: false,
  });
  person.port.flushPendingJournals();
  return result.ok;
}

function blocks(person: Person, kind = 'paragraph'): OoxmlElement[] {
  const collect = (node: OoxmlElement): OoxmlElement[] =>
    node.children.flatMap((child) =>
      child.kind === 'textValue' ? [] : [...(child.kind === kind ? [child] : []), ...collect(child)],
    );
  return collect(person.store.bodyStore().part.root);
}

const idAt = (person: Person, index: number, kind = 'paragraph') => blocks(person, kind)[index]?.id ?? '';
const type = (person: Person, index: number, offset: number, text: string) =>
  edit(person, { op: 'insertText', paragraphId: idAt(person, index), offset, text });

function exchange(...people: Person[]): void {
  const sent = people.map((person) => person.outbox.splice(0));
  people.forEach((person, i) => {
    const others = sent.filter((_, from) => from !== i).flat();
    if (others.length > 0) person.session.applyRemote(others);
  });
  expect(new Set(people.map((person) => person.session.canonicalHash())).size).toBe(1);
}

function pair(bytes: Uint8Array): [Person, Person] {
  return [open(bytes, 'ann'), open(bytes, 'bob')];
}

describe('two people in one paragraph', () => {
  it('both keep what they typed, in its place', () => {
    const [ann, bob] = pair(plainDocx(['hello world']));
    type(ann, 0, 5, ' big');
    type(bob, 0, 11, '!');
    exchange(ann, bob);
    expect(ann.session.plainText()).toBe('hello big world!');
  });

  it('keep typed text when the other one splits, formats or joins around it', () => {
    const [ann, bob] = pair(plainDocx(['one two', 'three']));
    type(ann, 0, 5, 'XX');
    edit(bob, { op: 'splitParagraph', paragraphId: idAt(bob, 0), offset: 4 });
    edit(bob, {
      op: 'setRunProperties',
      paragraphId: idAt(bob, 1),
      start: 0,
      end: 3,
      properties: [{ localName: 'b', attributes: {} }],
    });
    exchange(ann, bob);
    expect(ann.session.plainText()).toBe('one \ntXXwo\nthree');
    type(ann, 1, 1, 'YY');
    edit(bob, { op: 'joinParagraphs', firstId: idAt(bob, 0), secondId: idAt(bob, 1) });
    exchange(ann, bob);
    expect(bob.session.plainText()).toBe('one tYYXXwo\nthree');
  });

  it('give every paragraph an id of its own when both split it', () => {
    const [ann, bob] = pair(plainDocx(['abcdef']));
    edit(ann, { op: 'splitParagraph', paragraphId: idAt(ann, 0), offset: 2 });
    edit(bob, { op: 'splitParagraph', paragraphId: idAt(bob, 0), offset: 4 });
    exchange(ann, bob);
    const ids = blocks(ann).map(paraIdOf);
    expect(ann.session.plainText()).toBe('ab\ncd\nef');
    expect(new Set(ids).size).toBe(3);
    expect(blocks(bob).map(paraIdOf)).toEqual(ids);
  });

  it('share the ids of new paragraphs', () => {
    const [ann, bob] = pair(plainDocx(['abcdef']));
    edit(ann, { op: 'splitParagraph', paragraphId: idAt(ann, 0), offset: 3 });
    exchange(ann, bob);
    expect(blocks(bob).map(paraIdOf)).toEqual(blocks(ann).map(paraIdOf));
  });

  it('do not double the page setup when both change it', () => {
    const [ann, bob] = pair(plainDocx());
    edit(ann, { op: 'setSectionProperties', marginLeftTwips: 1000 });
    edit(bob, { op: 'setSectionProperties', marginLeftTwips: 1200 });
    exchange(ann, bob);
    const body = ann.store
      .bodyStore()
      .part.root.children.find((child) => child.kind === 'body') as OoxmlElement;
    expect(
      body.children.filter((child) => child.kind !== 'textValue' && child.localName === 'sectPr'),
    ).toHaveLength(1);
  });
});

describe('pasting in the middle of a paragraph of several runs', () => {
  it('leaves every run in one place', () => {
    const runs = ['one ', 'two ', 'three ', 'four'].map(
      (text, i) =>
        `<w:r><w:rPr><w:sz w:val="${20 + i}"/></w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`,
    );
    const [ann, bob] = pair(docxOfBody(`<w:p>${runs.join('')}</w:p><w:p/>`));
    const source = idAt(ann, 0);
    const fragment = extractFragmentPackage(ann.store.currentPackage(), {
      partName: '/word/document.xml',
      paragraphIds: [source],
      startOffset: 0,
      endOffset: 18,
      coveredParagraphIds: [source],
      fullyCoveredBlockIds: [],
      lastMarkCovered: true,
    });
    if (!fragment.ok) throw new Error(fragment.reason);
    ann.store.applyFragmentPaste(BODY, {
      paragraphId: source,
      offset: 6,
      fragmentBytes: fragment.bytes,
      lastMarkCovered: true,
      actorId: 'ann',
    });
    ann.port.flushPendingJournals();
    type(bob, 0, 0, '>');
    exchange(ann, bob);
    expect(bob.session.plainText()).toBe('>one twone two three four\no three four\n');
    expect(ann.session.statusSnapshot().lastFailure).toBeUndefined();
  });
});

describe('tables', () => {
  const cell = (text: string) => `<w:tc><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:tc>`;
  const table = `<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid><w:tr>${cell('a')}${cell('b')}</w:tr></w:tbl><w:p/>`;

  it('keep text typed in a cell while the other one adds a row', () => {
    const [ann, bob] = pair(docxOfBody(table));
    type(ann, 0, 1, '1');
    edit(bob, {
      op: 'insertTableRow',
      tableId: idAt(bob, 0, 'table'),
      rowId: idAt(bob, 0, 'tableRow'),
      where: 'below',
    });
    exchange(ann, bob);
    expect(blocks(ann, 'tableRow')).toHaveLength(2);
    expect(bob.session.plainText()).toContain('a1');
  });

  it('come back with what others typed in them when their removal is undone', () => {
    const [ann, bob] = pair(docxOfBody(table));
    type(bob, 0, 0, 'new ');
    edit(ann, { op: 'deleteBlock', blockId: idAt(ann, 0, 'table') });
    exchange(ann, bob);
    expect(bob.session.plainText()).not.toContain('b');
    ann.session.undo();
    exchange(ann, bob);
    expect(ann.session.plainText()).toContain('new a');
  });
});

describe('undo', () => {
  it('takes back own edits only', () => {
    const [ann, bob] = pair(plainDocx(['text']));
    type(ann, 0, 4, ' ann');
    exchange(ann, bob);
    type(bob, 0, 0, 'bob ');
    exchange(ann, bob);
    expect(ann.session.undo()).toBe(true);
    exchange(ann, bob);
    expect(bob.session.plainText()).toBe('bob text');
    expect(ann.session.redo()).toBe(true);
    exchange(ann, bob);
    expect(bob.session.plainText()).toBe('bob text ann');
  });

  it('takes back a burst of typing at once, but not what was done before it', () => {
    const ann = open(plainDocx(['x', 'y']));
    type(ann, 1, 0, 'other');
    for (const [i, letter] of 'word'.split('').entries()) type(ann, 0, i, letter);
    ann.session.undo();
    expect(ann.session.plainText()).toBe('x\nothery');
    ann.session.undo();
    expect(ann.session.plainText()).toBe('x\ny');
    expect(ann.session.canUndo()).toBe(false);
  });

  it('keeps formatting a step of its own', () => {
    const ann = open(plainDocx(['word']));
    type(ann, 0, 4, 's');
    edit(ann, {
      op: 'setRunProperties',
      paragraphId: idAt(ann, 0),
      start: 0,
      end: 2,
      properties: [{ localName: 'b', attributes: {} }],
    });
    ann.session.undo();
    expect(ann.session.plainText()).toBe('words');
  });

  it('gives back the selection that was there before the edit', () => {
    const ann = open(plainDocx(['some text']));
    const paragraphId = ann.port.paragraphs()[0]?.paragraphId ?? '';
    const caret = { paragraphId, offset: 4 };
    ann.session.setLocalSelection({ anchor: caret, head: caret });
    type(ann, 0, 4, ' more');
    ann.session.undo();
    expect(ann.session.historySelection()).toEqual({ anchor: caret, head: caret });
  });
});

describe('what leaves a replica', () => {
  it('is one small update per edit and never the document', () => {
    const ann = open(richDocx());
    type(ann, 1, 0, 'x');
    expect(ann.outbox).toHaveLength(1);
    expect(ann.outbox[0]?.length).toBeLessThan(60);
    expect(ann.session.differenceToBase().length).toBeLessThan(60);
  });

  it('is not sent back for edits that came from elsewhere', () => {
    const [ann, bob] = pair(plainDocx());
    type(ann, 0, 0, 'x');
    exchange(ann, bob);
    expect(bob.outbox).toEqual([]);
  });
});

describe('updates that cannot be taken', () => {
  it.each([
    ['cut off', (update: Uint8Array) => update.slice(0, -2)],
    ['noise', () => Uint8Array.from({ length: 64 }, (_, i) => (i * 97) % 251)],
    ['empty', () => new Uint8Array()],
  ])('are refused whole when one is %s', (_what, damage) => {
    const [ann, bob] = pair(plainDocx());
    type(ann, 0, 0, 'good');
    const [good] = ann.outbox;
    const before = bob.session.canonicalHash();
    expect(() =>
      bob.session.applyRemote([good ?? new Uint8Array(), damage(good ?? new Uint8Array())]),
    ).toThrow(WordDocumentError);
    expect(bob.session.canonicalHash()).toBe(before);
    bob.session.applyRemote([good ?? new Uint8Array()]);
    expect(bob.session.plainText()).toMatch(/^good/);
  });

  it('are noticed when they build on something missing, and heal when it arrives', () => {
    const [ann, bob] = pair(plainDocx());
    type(ann, 0, 0, 'a');
    type(ann, 0, 1, 'b');
    const [first, second] = ann.outbox.splice(0);
    bob.session.applyRemote([second ?? new Uint8Array()]);
    expect(bob.session.hasMissingDependencies()).toBe(true);
    bob.session.applyRemote([first ?? new Uint8Array()]);
    expect(bob.session.hasMissingDependencies()).toBe(false);
    expect(bob.session.plainText()).toMatch(/^ab/);
  });

  it('leave a usable document when a peer writes things no editor writes', () => {
    const ann = open(richDocx());
    const hostile = new Y.Doc();
    Y.applyUpdate(hostile, Y.encodeStateAsUpdate(ann.session.ydoc));
    const before = Y.encodeStateVector(hostile);
    const text = hostile.getText('t:/word/document.xml#0.0');
    text.insert(0, 'evil\u0000\uD800', { 'p:b': '{', w: '[[1]]', k: 'script', 'q:x': 'y' });
    text.insertEmbed(0, { t: 'loop', j: '["table","tbl",[],[]]' });
    text.insertEmbed(0, { r: 'r', j: 'not json' });
    text.insertEmbed(0, { unknown: true });
    hostile.getArray('l:loop').push([{ s: 'loop', j: '["table","tbl",[],[]]' }, 7, null, { o: 'x' }]);
    hostile.getMap('parts').set('/word/evil.xml', { shell: '[]' });
    hostile.getMap('relationships').set('nonsense', 5);
    hostile.getMap('shells').set('/word/document.xml#0.0', '7');
    ann.session.applyRemote([Y.encodeStateAsUpdate(hostile, before)]);
    expect(ann.session.plainText()).toContain('evil\uFFFD\uFFFD');
    expect(type(ann, 2, 0, 'still works')).toBe(true);
    expect(ann.session.plainText()).toContain('still works');
  });
});

describe('a session', () => {
  it('refuses every operation while it is read-only, and still follows others', () => {
    const [ann, bob] = pair(plainDocx());
    ann.session.setReadOnly(true);
    const operations: TreeDocOp[] = [{ op: 'insertText', paragraphId: idAt(ann, 0), offset: 0, text: 'x' }];
    expect(ann.session.gateOperations(operations, BODY)).not.toBeNull();
    ann.session.setReadOnly(false);
    expect(ann.session.gateOperations(operations, BODY)).toBeNull();
    ann.session.setReadOnly(true);
    type(bob, 0, 0, 'seen ');
    exchange(ann, bob);
    expect(ann.session.plainText()).toMatch(/^seen /);
  });

  it('asks the gate it was given', () => {
    const ann = open(plainDocx(), 'ann', {
      gate: ([first]) => (first?.op === 'insertText' ? null : 'collaboration-session-not-ready'),
    });
    expect(ann.session.gateOperations([{ op: 'acceptAllRevisions' }], BODY)).toBe(
      'collaboration-session-not-ready',
    );
  });

  it('computes the same base everywhere and names the versions that are installed', () => {
    const [ann, bob] = pair(richDocx());
    expect(ann.session.base).toEqual(bob.session.base);
    expect(ann.session.base).toMatchObject({
      engineVersion: corePackage.version,
      yjsVersion: yjsPackage.version,
    });
    expect(open(plainDocx()).session.base.seedHash).not.toBe(ann.session.base.seedHash);
  });

  it('shows the same document when it is built again from the shared state', () => {
    const [ann, bob] = pair(richDocx());
    type(ann, 1, 3, 'zzz');
    edit(ann, { op: 'splitParagraph', paragraphId: idAt(ann, 1), offset: 2 });
    edit(ann, {
      op: 'insertTableRow',
      tableId: idAt(ann, 0, 'table'),
      rowId: idAt(ann, 1, 'tableRow'),
      where: 'below',
    });
    exchange(ann, bob);
    bob.session.rebuildFromShared();
    expect(bob.session.canonicalHash()).toBe(ann.session.canonicalHash());
    type(bob, 0, 0, 'after ');
    exchange(ann, bob);
  });

  it('goes back to the shared state, visibly, when the engine reports something it cannot follow', () => {
    const ann = open(plainDocx(['text']));
    const seen: string[] = [];
    ann.session.subscribeStatus((status) => seen.push(status));
    const capture = Reflect.get(ann.session, 'capture') as (journal: unknown) => void;
    capture.call(ann.session, {
      effects: [{ kind: 'spliceText', logicalId: 'nobody', utf16Start: 0, deleteCount: 0, insert: 'x' }],
    });
    expect(seen).toEqual(['error', 'ready']);
    expect(ann.session.statusSnapshot().lastFailure?.detail).toContain('nobody');
    expect(type(ann, 0, 0, 'on ')).toBe(true);
    expect(ann.session.plainText()).toBe('on text');
  });

  it('says that an engine is attached already', () => {
    const ann = open(plainDocx());
    ann.session.attach(open(plainDocx()).port);
    expect(ann.session.statusSnapshot().reason?.code).toBe('port-already-attached');
  });
});

describe('selections', () => {
  it('stay beside their characters while others edit', () => {
    const [ann, bob] = pair(plainDocx(['hello world']));
    const nodeId = idAt(ann, 0);
    ann.session.publishSelection({ anchor: { nodeId, offset: 6 }, head: { nodeId, offset: 11 } });
    type(bob, 0, 0, 'well, ');
    exchange(ann, bob);
    expect(ann.session.remoteSelectionMove()?.to).toEqual({
      anchor: { nodeId, offset: 12 },
      head: { nodeId, offset: 17 },
    });
  });

  it('of others are shown in the own tree, past notes, links and tabs', () => {
    const bytes = richDocx();
    const carrier = new Y.Doc();
    const awareness = new Awareness(carrier);
    const ann = open(bytes, 'ann', { awareness });
    const nodeId = idAt(ann, 3);
    ann.session.publishSelection({ anchor: { nodeId, offset: 7 }, head: { nodeId, offset: 12 } });
    const seen = new Awareness(new Y.Doc());
    const bob = open(bytes, 'bob', { awareness: seen });
    seen.states.set(awareness.clientID, awareness.getLocalState() ?? {});
    type(bob, 3, 0, '>> ');
    const [selection] = bob.session.remoteSelections();
    expect(selection).toMatchObject({
      name: 'ann',
      anchor: { nodeId: idAt(bob, 3), offset: 10 },
      head: { offset: 15 },
    });
    awareness.destroy();
    seen.destroy();
  });

  it('and identities of peers that make no sense are not shown', () => {
    const awareness = new Awareness(new Y.Doc());
    const ann = open(plainDocx(), 'ann', { awareness });
    awareness.states.set(1, { identity: { actorId: 5, name: 'x' } });
    awareness.states.set(2, {
      identity: { actorId: 'b', name: 'bob' },
      selection: { anchor: { container: 't', position: { type: 9 } }, head: 7 },
    });
    expect(ann.session.participants().map((p) => p.name)).toEqual(['ann', 'bob']);
    expect(ann.session.remoteSelections()).toEqual([]);
    awareness.destroy();
  });
});
