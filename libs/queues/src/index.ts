export { defineQueue, type DataOf, type QueueDefinition, type ResultOf } from './define-queue.js';
export * from './conversion.queue.js';
export * from './save-delay.queue.js';
export * from './callback.queue.js';
export {
  JobQueue,
  startWorker,
  type QueueConnection,
  type WorkerHandle,
  type WorkerTuning,
} from './job-queue.js';
