import { conversionOutcome } from '#libs/queues';
import { z } from 'zod';
import { command, event } from './contract.js';

/** What the converter can do on its machine, for the status page and the launcher's table. */
export const describeConverter = command(
  'converter.describe',
  z.object({}),
  z.object({
    engines: z.array(z.object({ name: z.string(), isAvailable: z.boolean(), detail: z.string() })),
  }),
);

/** A conversion job ended. The same outcome stays readable as the job's result. */
export const conversionFinished = event('converter.conversion-finished', conversionOutcome);
