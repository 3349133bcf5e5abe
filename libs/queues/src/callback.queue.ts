import { z } from 'zod';
import { defineQueue } from './define-queue.js';

/**
 * Sends what waits in the outbox of one key, in order. The outbox rows hold body, attempts and the time of the next
 * attempt; the job only says "look at this key now".
 */
export const callbackQueue = defineQueue({
  name: 'callback',
  data: z.object({ documentKey: z.string() }),
  result: z.object({ delivered: z.number().int() }),
  defaults: {
    attempts: 10,
    backoff: { type: 'exponential', delay: 500 },
    removeOnComplete: { count: 1_000 },
    removeOnFail: { count: 5_000 },
  },
});
