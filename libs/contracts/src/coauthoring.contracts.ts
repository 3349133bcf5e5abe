import { z } from 'zod';
import { command } from './contract.js';

/** How a document key stands; `null` for a key that is not known. */
export const documentStatus = command(
  'coauthoring.document-status',
  z.object({ documentKey: z.string() }),
  z.object({
    status: z
      .object({
        state: z.string(),
        generation: z.number(),
        lastSeq: z.number(),
        editors: z.array(z.string()),
      })
      .nullable(),
  }),
);

/** Steps of a document's life, oldest first. */
export const documentTimeline = command(
  'coauthoring.document-timeline',
  z.object({ documentKey: z.string() }),
  z.object({
    events: z.array(
      z.object({ at: z.string(), step: z.string(), detail: z.record(z.string(), z.unknown()) }),
    ),
  }),
);
