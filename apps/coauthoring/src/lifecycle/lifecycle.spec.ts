import {
  documentStates,
  type DocumentPatch,
  type DocumentState,
  type DocumentTransaction,
} from '#libs/persistence';
import { Logger } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { apply, present } from './lifecycle.js';
import { transitions, type DocumentEvent } from './transitions.js';

Logger.overrideLogger(false);

/** A document row in memory; `moveTo` is a compare-and-set, as in the database. */
function stub(state: DocumentState | null, stored: { state: DocumentState; token: string } | null = null) {
  const calls: string[] = [];
  const document = state === null ? null : { key: 'key-1', state, token: 'now' };
  const row = stored ?? (document && { state: document.state, token: document.token });
  const transaction = {
    document,
    moveTo: async (
      from: { state: DocumentState; token: string },
      to: DocumentState,
      patch?: DocumentPatch,
    ) => {
      calls.push(`move ${from.state} ${to} ${JSON.stringify(patch ?? {})}`);
      if (row?.state !== from.state || row.token !== from.token) return false;
      if (document) Object.assign(document, { state: to, token: 'next' });
      return true;
    },
    update: async (patch: DocumentPatch) => void calls.push(`update ${JSON.stringify(patch)}`),
  } as unknown as DocumentTransaction;
  return { transaction, document, calls };
}

const events = [...new Set(Object.values(transitions).flatMap((row) => Object.keys(row)))] as DocumentEvent[];
const listed = documentStates.flatMap((state) =>
  Object.entries(transitions[state]).map(([event, { to }]) => [state, event as DocumentEvent, to] as const),
);

describe('the state machine of a document key', () => {
  it.each(listed)('in state %s, on %s, goes to %s', async (state, event, to) => {
    const { transaction, document } = stub(state);
    expect(await apply(transaction, event)).toBe(true);
    expect(document).toMatchObject({ state: to, token: to === state ? 'now' : 'next' });
  });

  const unlisted = documentStates.flatMap((state) =>
    events.filter((event) => !transitions[state][event]).map((event) => [state, event] as const),
  );
  it.each(unlisted)('in state %s, does nothing on %s', async (state, event) => {
    const { transaction, calls } = stub(state);
    expect(await apply(transaction, event, { patch: { lastSeq: 5 } })).toBe(false);
    expect(calls).toEqual([]);
  });

  it('closes a key for editing only through a delivery that was acknowledged', () => {
    const ways = listed.filter(([, , to]) => to === 'saved');
    expect(ways).toEqual([['delivering', 'acknowledged', 'saved']]);
  });

  it('never lets an editor in while a delivery is under way', () => {
    expect(transitions.delivering['editor-joined']).toBeUndefined();
    expect(transitions.delivering.opener).toBeUndefined();
  });

  it('lets a late timer or job of an earlier state do nothing', async () => {
    const { transaction, calls } = stub('saving');
    expect(await apply(transaction, 'assembled', { token: 'earlier' })).toBe(false);
    expect(calls).toEqual([]);
    expect(await apply(transaction, 'assembled', { token: 'now' })).toBe(true);
  });

  it('says no when somebody else moved the document meanwhile', async () => {
    const { transaction } = stub('saving', { state: 'open', token: 'other' });
    expect(await apply(transaction, 'assembled')).toBe(false);
  });

  it('writes what the caller wants to change together with the move', async () => {
    const { transaction, calls } = stub('open');
    await apply(transaction, 'last-editor-left-with-changes', { patch: { lastLeaver: 'u1' } });
    expect(calls).toEqual(['move open saving {"lastLeaver":"u1"}']);
  });

  it('stays where it is, with its token, when an assembly failed', async () => {
    const { transaction, calls } = stub('saving');
    expect(await apply(transaction, 'assembly-failed', { patch: { assemblyAttempts: 1 } })).toBe(true);
    expect(calls).toEqual(['update {"assemblyAttempts":1}']);
  });

  it('has no effect on an unknown key', async () => {
    const { transaction } = stub(null);
    expect(await apply(transaction, 'opener')).toBe(false);
    expect(() => present(transaction)).toThrow();
  });
});
