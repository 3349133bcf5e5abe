import {
  Queue,
  Worker,
  type ConnectionOptions,
  type Job,
  type JobsOptions,
  type PostgresConnectionOptions,
  type WorkerOptions,
} from 'bullmq';
import type { z } from 'zod';
import type { DataOf, QueueDefinition, ResultOf } from './define-queue.js';

/** What BullMQ needs to connect: Redis options, or a PostgreSQL pool when that backend is the default one. */
export type QueueConnection = ConnectionOptions | PostgresConnectionOptions;

/** BullMQ types its options for Redis even when `setDefaultBackendFactory` chose PostgreSQL. */
const asRedisTyped = (connection: QueueConnection) => connection as ConnectionOptions;

/** A queue whose jobs are checked when they are added and when they are read. */
export class JobQueue<Q extends QueueDefinition> {
  readonly bull: Queue;

  constructor(
    readonly definition: Q,
    connection: QueueConnection,
    onError: (error: Error) => void,
  ) {
    this.bull = new Queue(definition.name, {
      connection: asRedisTyped(connection),
      defaultJobOptions: definition.defaults,
    });
    this.bull.on('error', onError);
  }

  /** Adding a job whose id exists already has no effect. */
  async add(data: DataOf<Q>, options: JobsOptions & { jobId?: string } = {}): Promise<void> {
    await this.bull.add(this.definition.name, this.definition.data.parse(data), options);
  }

  /** The result of a finished job; `state` says how a job stands that is not finished. */
  async look(jobId: string): Promise<{ state: string; result?: ResultOf<Q>; failedReason?: string }> {
    // In this order: a job that finishes between the two questions has its result when it is read.
    const state = await this.bull.getJobState(jobId);
    const job = await this.bull.getJob(jobId);
    if (!job) return { state: 'missing' };
    if (state === 'completed') {
      return { state, result: this.definition.result.parse(job.returnvalue) as ResultOf<Q> };
    }
    return job.failedReason ? { state, failedReason: job.failedReason } : { state };
  }

  /** Takes a job out that has not started; a job that runs or is gone is left alone. */
  async remove(jobId: string): Promise<void> {
    await this.bull.remove(jobId);
  }

  async close(): Promise<void> {
    await this.bull.close();
  }
}

export interface WorkerHandle {
  close(): Promise<void>;
}

/** How a worker takes its jobs; `maxStalledCount` is how often a job may come back after its worker died. */
export type WorkerTuning = { concurrency: number } & Pick<
  WorkerOptions,
  'lockDuration' | 'stalledInterval' | 'maxStalledCount'
>;

/** Starts a worker; data and result are checked against the queue's definition. */
export function startWorker<Q extends QueueDefinition>(
  definition: Q,
  connection: QueueConnection,
  options: WorkerTuning & { onError: (error: Error) => void },
  handle: (data: DataOf<Q>, job: Job) => Promise<ResultOf<Q>>,
): WorkerHandle {
  const { onError, ...tuning } = options;
  const worker = new Worker(
    definition.name,
    async (job) =>
      definition.result.parse(await handle(definition.data.parse(job.data) as DataOf<Q>, job)) as z.infer<
        Q['result']
      >,
    { ...tuning, connection: asRedisTyped(connection) },
  );
  worker.on('error', onError);
  worker.on('failed', (_job, error) => onError(error));
  return { close: () => worker.close() };
}
