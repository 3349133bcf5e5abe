import { z } from 'zod';
import { defineQueue } from './define-queue.js';

/** Smaller runs first (BullMQ). Order: architecture.md section 4. */
export const conversionPriority = {
  open: 1,
  finalSave: 2,
  forcesave: 3,
  conversionApi: 4,
  timedForcesave: 5,
  thumbnail: 6,
} as const;

const failure = z.object({ code: z.string(), message: z.string() });

/** Download the source and turn it into the editing master. */
const open = z.object({
  kind: z.literal('open'),
  documentKey: z.string(),
  token: z.string(),
  url: z.string(),
  /** the URL came inside a valid token, so it may point to private addresses and gets a header token */
  isTrustedUrl: z.boolean(),
  fileType: z.string(),
});

/** Master and changes become the next file. */
const assemble = z.object({
  kind: z.literal('assemble'),
  documentKey: z.string(),
  token: z.string(),
  generation: z.number().int(),
  masterBlob: z.string(),
  /** blob with the change log, format of `encodeChangeLog` in document-model */
  changesBlob: z.string(),
  throughSeq: z.number().int(),
  documentType: z.enum(['word', 'cell', 'slide', 'pdf']),
  originFormat: z.string(),
  asOrigin: z.boolean(),
});

/** A picture of the first page. */
const thumbnail = z.object({
  kind: z.literal('thumbnail'),
  /** id the asker recognises the answer by */
  subject: z.string(),
  sourceBlob: z.string(),
  fileType: z.string(),
  width: z.number().int(),
  height: z.number().int(),
});

export const conversionJob = z.discriminatedUnion('kind', [open, assemble, thumbnail]);
export type ConversionJob = z.infer<typeof conversionJob>;
export type OpenJob = z.infer<typeof open>;
export type AssembleJob = z.infer<typeof assemble>;
export type ThumbnailJob = z.infer<typeof thumbnail>;

export const openResult = z.object({
  masterBlob: z.string(),
  masterDigest: z.string(),
  masterSize: z.number().int(),
  documentType: z.enum(['word', 'cell', 'slide', 'pdf']),
  originFormat: z.string(),
});
export type OpenResult = z.infer<typeof openResult>;

export const assembleResult = z.object({
  fileBlob: z.string(),
  fileType: z.string(),
  sha256: z.string(),
  size: z.number().int(),
  throughSeq: z.number().int(),
  partsUnchanged: z.number().int(),
  partsTotal: z.number().int(),
  /** reason why the file is OOXML although the origin is not; absent when nothing was rolled back */
  rollback: z.string().optional(),
});
export type AssembleResult = z.infer<typeof assembleResult>;

export const thumbnailResult = z.object({ imageBlob: z.string() });
export type ThumbnailResult = z.infer<typeof thumbnailResult>;

/** The end of a conversion job: the job's result and the payload of `converter.conversion-finished`. */
export const conversionOutcome = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('open'),
    documentKey: z.string(),
    token: z.string(),
    result: openResult.optional(),
    failure: failure.optional(),
  }),
  z.object({
    kind: z.literal('assemble'),
    documentKey: z.string(),
    token: z.string(),
    generation: z.number().int(),
    result: assembleResult.optional(),
    failure: failure.optional(),
  }),
  z.object({
    kind: z.literal('thumbnail'),
    subject: z.string(),
    result: thumbnailResult.optional(),
    failure: failure.optional(),
  }),
]);
export type ConversionOutcome = z.infer<typeof conversionOutcome>;

/**
 * A typed failure (a broken file) is a normal outcome, so that it is remembered; only what another attempt may cure
 * throws and is tried again.
 */
export const conversionQueue = defineQueue({
  name: 'conversion',
  data: conversionJob,
  result: conversionOutcome,
  defaults: {
    attempts: 3,
    backoff: { type: 'exponential', delay: 1_000 },
    removeOnComplete: { count: 2_000, age: 86_400 },
    removeOnFail: { count: 5_000 },
  },
});

export const conversionJobId = {
  open: (token: string) => `open-${token}`,
  assemble: (token: string) => `assemble-${token}`,
  thumbnail: (subject: string) => `thumbnail-${subject}`,
};
