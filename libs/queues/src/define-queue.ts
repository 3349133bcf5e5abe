import type { JobsOptions } from 'bullmq';
import type { z } from 'zod';

/** One kind of work: its name, the shape of its jobs and how often they are tried. */
export interface QueueDefinition<D extends z.ZodType = z.ZodType, R extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly data: D;
  readonly result: R;
  readonly defaults: JobsOptions;
}

export type DataOf<Q> = Q extends QueueDefinition<infer D> ? z.infer<D> : never;
export type ResultOf<Q> = Q extends QueueDefinition<z.ZodType, infer R> ? z.infer<R> : never;

export function defineQueue<D extends z.ZodType, R extends z.ZodType>(
  definition: QueueDefinition<D, R>,
): QueueDefinition<D, R> {
  return definition;
}
