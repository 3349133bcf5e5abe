import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { defineQueue } from './define-queue.js';
import { JobQueue, startWorker } from './job-queue.js';

/** BullMQ without a database: remembers what it was told. */
const bull = vi.hoisted(() => ({
  added: [] as unknown[][],
  jobs: new Map<string, { state: string; returnvalue?: unknown; failedReason?: string }>(),
  processors: [] as ((job: { data: unknown }) => Promise<unknown>)[],
  listeners: new Map<string, (...values: unknown[]) => void>(),
  afterQuestion: (_id: string): void => {},
}));

vi.mock('bullmq', () => ({
  Queue: class {
    on() {}
    add(...call: unknown[]) {
      bull.added.push(call);
      return Promise.resolve();
    }
    getJobState(id: string) {
      const state = bull.jobs.get(id)?.state ?? 'unknown';
      bull.afterQuestion(id);
      return Promise.resolve(state);
    }
    getJob(id: string) {
      const job = bull.jobs.get(id);
      const copy = job && { ...job };
      bull.afterQuestion(id);
      return Promise.resolve(copy);
    }
    close() {
      return Promise.resolve();
    }
  },
  Worker: class {
    constructor(_name: string, processor: (job: { data: unknown }) => Promise<unknown>) {
      bull.processors.push(processor);
    }
    on(event: string, listener: (...values: unknown[]) => void) {
      bull.listeners.set(event, listener);
    }
    close() {
      return Promise.resolve();
    }
  },
}));

const definition = defineQueue({
  name: 'sums',
  data: z.object({ terms: z.array(z.number()) }),
  result: z.object({ sum: z.number() }),
  defaults: { attempts: 2 },
});

afterEach(() => {
  bull.added.length = 0;
  bull.jobs.clear();
  bull.processors.length = 0;
});

describe('a queue', () => {
  const queue = new JobQueue(definition, {}, () => {});

  it('adds a job of the right shape with its id', async () => {
    await queue.add({ terms: [1, 2] }, { jobId: 'a' });
    expect(bull.added).toEqual([['sums', { terms: [1, 2] }, { jobId: 'a' }]]);
  });

  it('refuses a job of the wrong shape before it is stored', async () => {
    await expect(queue.add({ terms: ['one'] } as never)).rejects.toThrow();
    expect(bull.added).toEqual([]);
  });

  it('tells how a job stands', async () => {
    bull.jobs.set('done', { state: 'completed', returnvalue: { sum: 3 } });
    bull.jobs.set('broken', { state: 'failed', failedReason: 'no' });
    bull.jobs.set('waiting', { state: 'waiting' });
    expect(await queue.look('done')).toEqual({ state: 'completed', result: { sum: 3 } });
    expect(await queue.look('broken')).toEqual({ state: 'failed', failedReason: 'no' });
    expect(await queue.look('waiting')).toEqual({ state: 'waiting' });
    expect(await queue.look('never added')).toEqual({ state: 'missing' });
  });

  it('is not confused by a job that finishes while it is looked at', async () => {
    bull.jobs.set('running', { state: 'active' });
    bull.afterQuestion = (id) => bull.jobs.set(id, { state: 'completed', returnvalue: { sum: 3 } });
    expect(await queue.look('running')).toEqual({ state: 'active' });
    expect(await queue.look('running')).toEqual({ state: 'completed', result: { sum: 3 } });
    bull.afterQuestion = () => {};
  });
});

describe('a worker', () => {
  const onError = vi.fn();
  const work = async (handle: (data: { terms: number[] }) => Promise<{ sum: number }>, data: unknown) => {
    startWorker(definition, {}, { concurrency: 1, onError }, handle);
    return bull.processors[0]?.({ data });
  };
  const add = async ({ terms }: { terms: number[] }) => ({ sum: terms.reduce((a, b) => a + b, 0) });

  it('hands a checked job to its handler and keeps the checked result', async () => {
    expect(await work(add, { terms: [1, 2], extra: true })).toEqual({ sum: 3 });
  });

  it('fails a job that an older version wrote in another shape, without calling the handler', async () => {
    const handle = vi.fn(add);
    await expect(work(handle, { numbers: [1] })).rejects.toThrow();
    expect(handle).not.toHaveBeenCalled();
  });

  it('fails a job whose handler answers something else', async () => {
    await expect(work(async () => ({ total: 3 }) as never, { terms: [] })).rejects.toThrow();
  });

  it('reports failed jobs', () => {
    startWorker(definition, {}, { concurrency: 1, onError }, add);
    const failure = new Error('no');
    bull.listeners.get('failed')?.(undefined, failure);
    expect(onError).toHaveBeenCalledWith(failure);
  });
});
