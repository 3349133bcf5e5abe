import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { mergeInTree } from './merge-in-tree.js';

/** Updates of two people who type into one text. */
function typing(count: number): { updates: Uint8Array[]; text: string } {
  const documents = [new Y.Doc(), new Y.Doc()];
  const updates: Uint8Array[] = [];
  for (const document of documents) {
    document.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === 'peer') return;
      updates.push(update);
      for (const peer of documents) if (peer !== document) Y.applyUpdate(peer, update, 'peer');
    });
  }
  for (let i = 0; i < count; i++) {
    const text = documents[i % 2]!.getText();
    text.insert((i * 7) % (text.length + 1), `${i},`);
    if (i % 5 === 4) text.delete(0, 1);
  }
  return { updates, text: documents[0]!.getText().toJSON() };
}

const textOf = (update: Uint8Array) => {
  const document = new Y.Doc();
  Y.applyUpdate(document, update);
  return document.getText().toJSON();
};

describe('merging updates', () => {
  it.each([1, 2, 49, 50, 51, 101, 2_600])(
    'gives the same document as applying %i edits one by one',
    (count) => {
      const { updates, text } = typing(count);
      expect(textOf(mergeInTree(updates))).toBe(text);
    },
  );

  it('gives the same document when updates come twice', () => {
    const { updates, text } = typing(60);
    expect(textOf(mergeInTree([...updates, ...updates.slice(10)]))).toBe(text);
  });

  it('makes an empty update of nothing', () => {
    expect(textOf(mergeInTree([]))).toBe('');
  });
});
