import type { DocumentRepository, DocumentTransaction } from '#libs/persistence';
import type { AssembleResult } from '#libs/queues';
import { Logger } from '@nestjs/common';
import { describe, expect, it, vi } from 'vitest';
import type { Outbox } from '../callback/outbox.js';
import { AssemblyOutcome } from './assembly-outcome.js';
import type { SaveDelay } from './save-delay.js';
import type { SaveStates } from './save-states.js';

Logger.overrideLogger(false);

const result: AssembleResult = {
  fileBlob: 'key-1_abc/output',
  fileType: 'docx',
  sha256: 'x',
  size: 1,
  throughSeq: 3,
  partsUnchanged: 9,
  partsTotal: 10,
};

function open(state: { hasReceiver?: boolean; editors?: number; state?: string } = {}) {
  const document = {
    key: 'key-1',
    state: state.state ?? 'saving',
    token: 't1',
    assemblyAttempts: 0,
    failure: null as { code: string } | null,
  };
  const timeline: string[] = [];
  const tx = {
    document,
    editors: async () => Array.from({ length: state.editors ?? 0 }, () => ({})),
    addToTimeline: async (step: string) => void timeline.push(step),
    update: async (patch: object) => void Object.assign(document, patch),
    moveTo: async (_from: object, to: string, patch: object) => {
      Object.assign(document, patch, { state: to, token: 't2' });
      return true;
    },
  } as unknown as DocumentTransaction;
  const outbox = {
    hasReceiver: async () => state.hasReceiver ?? true,
    addSaved: vi.fn(),
    addSavingFailed: vi.fn(),
    wake: vi.fn(),
  };
  const saveDelay = { ensureJob: vi.fn() };
  const saveStates = { tell: vi.fn() };
  const documents = {
    locked: (_key: string, work: (tx: DocumentTransaction) => Promise<unknown>) => work(tx),
  };
  const outcome = new AssemblyOutcome(
    documents as unknown as DocumentRepository,
    outbox as unknown as Outbox,
    saveDelay as unknown as SaveDelay,
    saveStates as unknown as SaveStates,
  );
  const take = (more: object) =>
    outcome.take({ kind: 'assemble', documentKey: 'key-1', token: 't1', generation: 1, ...more });
  return { document, timeline, outbox, saveDelay, saveStates, take };
}

const failure = { code: 'assembly-failed', message: 'No.' };

describe('an assembled file', () => {
  it('goes into the outbox, once', async () => {
    const { document, outbox, take } = open();
    await take({ result });
    await take({ result });
    expect(document.state).toBe('delivering');
    expect(outbox.addSaved).toHaveBeenCalledOnce();
  });

  it.each([
    ['an editor is back', { editors: 1 }],
    ['editing goes on', { state: 'open' }],
    ['the key is saved already', { state: 'saved' }],
  ])('is dropped when %s', async (_why, state) => {
    const { outbox, timeline, take } = open(state);
    await take({ result });
    expect(outbox.addSaved).not.toHaveBeenCalled();
    expect(timeline).toEqual([]);
  });

  it('is dropped when it belongs to an earlier attempt', async () => {
    const { outbox, take } = open();
    await take({ result, token: 't0' });
    expect(outbox.addSaved).not.toHaveBeenCalled();
  });

  it('that nobody can be told of is recorded once, however often the outcome is found', async () => {
    const { document, timeline, outbox, take } = open({ hasReceiver: false });
    await take({ result });
    await take({ result });
    expect(timeline).toEqual(['assembled', 'nobody-to-tell']);
    expect(document).toMatchObject({ state: 'saving', failure: { code: 'nobody-to-tell' } });
    expect(outbox.addSaved).not.toHaveBeenCalled();
  });
});

describe('a failed assembly', () => {
  it('keeps the state, is tried again and is reported to the integrator the first time only', async () => {
    const { document, outbox, saveDelay, saveStates, take } = open();
    await take({ failure });
    await take({ failure });
    expect(document).toMatchObject({ state: 'saving', token: 't1', assemblyAttempts: 2, failure });
    expect(outbox.addSavingFailed).toHaveBeenCalledOnce();
    expect(saveDelay.ensureJob).toHaveBeenCalledTimes(2);
    expect(saveStates.tell).toHaveBeenCalledWith('key-1', { state: 'save-failed', reason: 'No.' });
  });
});
