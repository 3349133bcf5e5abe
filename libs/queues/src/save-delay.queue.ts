import { z } from 'zod';
import { defineQueue } from './define-queue.js';

/** Runs `savetimeoutdelay` after the last editor left; has no effect when the token is no longer current. */
export const saveDelayQueue = defineQueue({
  name: 'save-delay',
  data: z.object({ documentKey: z.string(), token: z.string() }),
  result: z.object({ started: z.boolean() }),
  defaults: {
    attempts: 10,
    backoff: { type: 'exponential', delay: 500 },
    removeOnComplete: { count: 1_000 },
    removeOnFail: { count: 5_000 },
  },
});

export const saveDelayJobId = (token: string) => `save-delay-${token}`;
