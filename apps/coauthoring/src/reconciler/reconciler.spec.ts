import { Logger } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { testConfig } from '../../../../test/support/test-config.js';
import { Reconciler } from './reconciler.js';

Logger.overrideLogger(false);

const documentOf = (key: string, state: string, more: object = {}) => ({
  key,
  state,
  token: `token-of-${key}`,
  generation: 1,
  assemblyAttempts: 0,
  failure: null,
  ...more,
});

/** What the database and the queues say; the reconciler's first round runs at the start. */
async function round(world: {
  documents?: object[];
  jobs?: Record<string, object>;
  waiting?: string[];
  abandoned?: string[];
  expired?: object[];
  due?: string[];
}) {
  const done: string[] = [];
  const note = (what: string) => async (item: { key?: string; documentKey?: string } | string) => {
    const key = typeof item === 'string' ? item : (item.key ?? item.documentKey ?? '');
    if (key === 'broken') throw new Error('this one is broken');
    done.push(`${what} ${key}`);
  };
  const jobs = world.jobs ?? {};
  const parts = {
    config: testConfig(),
    platform: { replicaId: 'r1' },
    queues: { of: () => ({ look: async (id: string) => jobs[id] ?? { state: 'missing' } }) },
    documents: {
      abandonedKeys: async () => world.abandoned ?? [],
      inStates: async (states: string[]) =>
        (world.documents ?? []).filter((one) => states.includes((one as { state: string }).state)),
    },
    participants: { ofReplica: async () => [], expired: async () => world.expired ?? [] },
    deliveries: {
      releaseClaimsOf: async () => {},
      dueKeys: async () => world.due ?? [],
      waitsFor: async (key: string) => (world.waiting ?? []).includes(key),
    },
    openings: { ensureJob: note('open') },
    saveDelay: { ensureJobOf: note('delay') },
    outcomes: { take: note('take') },
    outbox: { wake: note('wake') },
    leaves: { removeParticipant: note('remove'), beginSave: note('save') },
    admission: { waitingKeys: () => [], look: async () => {}, knows: () => false },
  };
  const reconciler = new Reconciler(
    ...(Object.values(parts) as unknown as ConstructorParameters<typeof Reconciler>),
  );
  reconciler.onApplicationBootstrap();
  await reconciler.beforeApplicationShutdown();
  return done;
}

describe('the reconciler', () => {
  it('adds the missing job of every document that waits for one', async () => {
    const documents = [documentOf('a', 'opening'), documentOf('b', 'saving'), documentOf('c', 'open')];
    expect(await round({ documents })).toEqual(['open a', 'delay b']);
  });

  it('takes outcomes whose message was lost, good and bad', async () => {
    const documents = [documentOf('a', 'opening'), documentOf('b', 'saving'), documentOf('c', 'saving')];
    const jobs = {
      'open-token-of-a': { state: 'completed', result: { kind: 'open', documentKey: 'a' } },
      'assemble-token-of-b-0': { state: 'completed', result: { kind: 'assemble', documentKey: 'b' } },
      'assemble-token-of-c-0': { state: 'failed', failedReason: 'worker died' },
    };
    expect(await round({ documents, jobs })).toEqual(['take a', 'take b', 'take c']);
  });

  it('leaves jobs alone that are under way', async () => {
    const documents = [documentOf('a', 'opening'), documentOf('b', 'saving')];
    const jobs = { 'open-token-of-a': { state: 'active' }, 'assemble-token-of-b-0': { state: 'waiting' } };
    expect(await round({ documents, jobs })).toEqual([]);
  });

  it('does not assemble again what is assembled and waits for its delivery', async () => {
    expect(await round({ documents: [documentOf('a', 'saving')], waiting: ['a'], due: ['a'] })).toEqual([
      'wake a',
    ]);
  });

  it('lets a document rest that is assembled and has nobody to be told', async () => {
    const failure = { code: 'nobody-to-tell', message: '' };
    expect(await round({ documents: [documentOf('a', 'saving', { failure })] })).toEqual([]);
  });

  it('ends the sessions of processes that died', async () => {
    const expired = [{ key: 'a', connectionId: 'c' }];
    expect(await round({ expired, abandoned: ['b'] })).toEqual(['remove a', 'save b']);
  });

  it('goes on with the next document when one cannot be helped', async () => {
    const documents = [
      documentOf('broken', 'opening'),
      documentOf('a', 'opening'),
      documentOf('b', 'saving'),
    ];
    const world = {
      documents,
      expired: [{ key: 'broken' }],
      abandoned: ['broken', 'c'],
      due: ['broken', 'd'],
    };
    expect(await round(world)).toEqual(['save c', 'open a', 'delay b', 'wake d']);
  });
});
