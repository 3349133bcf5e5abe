import {
  JobQueue,
  startWorker,
  type DataOf,
  type QueueConnection,
  type QueueDefinition,
  type ResultOf,
  type WorkerHandle,
  type WorkerTuning,
} from '#libs/queues';
import { Logger, type OnApplicationShutdown, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Job } from 'bullmq';

/** The queues and workers of one app; opened when first used, closed with the app (workers finish their job first). */
export class Queues implements BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly logger = new Logger(Queues.name);
  private readonly queues = new Map<string, JobQueue<QueueDefinition>>();
  private readonly workers: WorkerHandle[] = [];

  constructor(private readonly connection: QueueConnection) {}

  of<Q extends QueueDefinition>(definition: Q): JobQueue<Q> {
    const existing = this.queues.get(definition.name);
    if (existing) return existing as unknown as JobQueue<Q>;
    const queue = new JobQueue(definition, this.connection, (error) => this.report(definition.name, error));
    this.queues.set(definition.name, queue);
    return queue;
  }

  work<Q extends QueueDefinition>(
    definition: Q,
    options: WorkerTuning,
    handle: (data: DataOf<Q>, job: Job) => Promise<ResultOf<Q>>,
  ): void {
    const onError = (error: Error) => this.report(definition.name, error);
    this.workers.push(startWorker(definition, this.connection, { ...options, onError }, handle));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.close()));
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.queues.values()].map((queue) => queue.close()));
  }

  private report(queue: string, error: Error): void {
    this.logger.error(`queue ${queue}: ${error.message}`, error.stack);
  }
}
