import { describe, expect, it } from 'vitest';
import {
  callbackQueue,
  conversionJob,
  conversionJobId,
  conversionPriority,
  conversionQueue,
  saveDelayJobId,
  saveDelayQueue,
} from './index.js';

const queues = [callbackQueue, conversionQueue, saveDelayQueue];

describe('the queues', () => {
  it('have names of their own', () => {
    expect(new Set(queues.map(({ name }) => name)).size).toBe(queues.length);
  });

  it.each(queues.map((queue) => [queue.name, queue.defaults] as const))(
    '%s does not keep finished jobs for ever and limits its attempts',
    (_name, defaults) => {
      expect(defaults.attempts).toBeGreaterThan(0);
      expect(defaults.removeOnComplete).toMatchObject({ count: expect.any(Number) });
      expect(defaults.removeOnFail).toMatchObject({ count: expect.any(Number) });
    },
  );
});

describe('job ids', () => {
  it('hold no colon, which the queue refuses', () => {
    const token = '6b1f3c1e-2a53-4c62-9b0e-0d4c8c1d8f11';
    for (const id of [
      conversionJobId.open(token),
      conversionJobId.assemble(token),
      conversionJobId.thumbnail(`${token}.3`),
      saveDelayJobId(token),
    ]) {
      expect(id).not.toContain(':');
      expect(id).toContain(token);
    }
  });

  it('differ between opening and assembling under one token', () => {
    expect(conversionJobId.open('t')).not.toBe(conversionJobId.assemble('t'));
  });
});

describe('conversion jobs', () => {
  it('run in the order open, final save, forcesave, conversion API, timed forcesave, thumbnail', () => {
    const { open, finalSave, forcesave, conversionApi, timedForcesave, thumbnail } = conversionPriority;
    const order = [open, finalSave, forcesave, conversionApi, timedForcesave, thumbnail];
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(new Set(order).size).toBe(order.length);
  });

  it('are refused when a field is missing or the kind is unknown', () => {
    const open = {
      kind: 'open',
      documentKey: 'k',
      token: 't',
      url: 'http://a/b.docx',
      isTrustedUrl: true,
      fileType: 'docx',
    };
    expect(conversionJob.safeParse(open).success).toBe(true);
    expect(conversionJob.safeParse({ ...open, token: undefined }).success).toBe(false);
    expect(conversionJob.safeParse({ ...open, kind: 'burn' }).success).toBe(false);
  });
});
