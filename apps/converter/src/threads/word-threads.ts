import { WordDocumentError } from '#libs/document-model';
import { DomainError } from '#libs/errors';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Worker } from 'node:worker_threads';
import { compiledFile, isSourceRun } from '../compiled-file.js';
import type { ThreadAnswer } from './thread-answer.js';
import { doWordTask, type WordResults, type WordTask } from './word-work.js';

/** Heap of one thread. A document of 200,000 words needs a quarter of it. */
const HEAP_MB = 2_048;
/** Loading the engine takes some hundred milliseconds, so a thread is used again, but not for ever. */
const TASKS_PER_THREAD = 50;
const IDLE_MS = 60_000;

interface Thread {
  readonly worker: Worker;
  tasks: number;
  idleTimer?: NodeJS.Timeout;
}

type TaskOf<K extends WordTask['kind']> = Extract<WordTask, { kind: K }>;

/** Runs document work in threads that are ended at the deadline or when they want too much memory. */
@Injectable()
export class WordThreads implements OnApplicationShutdown {
  protected readonly heapMb: number = HEAP_MB;
  private readonly idle: Thread[] = [];
  private isClosed = false;

  check(task: Omit<TaskOf<'check'>, 'kind'>, signal: AbortSignal): Promise<void> {
    return this.run('check', { kind: 'check', ...task }, signal);
  }

  assemble(task: Omit<TaskOf<'assemble'>, 'kind'>, signal: AbortSignal): Promise<WordResults['assemble']> {
    return this.run('assemble', { kind: 'assemble', ...task }, signal);
  }

  async onApplicationShutdown(): Promise<void> {
    this.isClosed = true;
    await Promise.all(this.idle.splice(0).map((thread) => this.end(thread)));
  }

  /** @throws WordDocumentError, DomainError 'conversion-timed-out' | 'too-large' */
  private async run<K extends WordTask['kind']>(
    _kind: K,
    task: TaskOf<K>,
    signal: AbortSignal,
  ): Promise<WordResults[K]> {
    signal.throwIfAborted();
    const entry = this.entry();
    if (!entry) return doWordTask(task) as WordResults[K];
    const thread = this.take(entry);
    let isReusable = false;
    try {
      const answer = await answerOf(thread.worker, task, signal);
      isReusable = true;
      if (answer.isOk) return answer.value as WordResults[K];
      throw asThrown(answer);
    } finally {
      if (isReusable) this.keep(thread);
      else await this.end(thread);
    }
  }

  /** What the threads run. Undefined: Node cannot load the sources, so tests of them do the work in place. */
  protected entry(): URL | undefined {
    if (isSourceRun(import.meta.url)) return undefined;
    const entry = compiledFile('./word.thread.js', import.meta.url);
    if (!entry) throw new Error('The converter is not built. Run: npm run build');
    return entry;
  }

  private take(entry: URL): Thread {
    const waiting = this.idle.pop();
    if (waiting) {
      clearTimeout(waiting.idleTimer);
      waiting.worker.ref();
      return waiting;
    }
    const worker = new Worker(entry, {
      resourceLimits: { maxOldGenerationSizeMb: this.heapMb },
      execArgv: [],
    });
    return { worker, tasks: 0 };
  }

  private keep(thread: Thread): void {
    thread.tasks++;
    if (this.isClosed || thread.tasks >= TASKS_PER_THREAD) {
      void this.end(thread);
      return;
    }
    thread.worker.unref();
    thread.idleTimer = setTimeout(() => {
      const index = this.idle.indexOf(thread);
      if (index < 0) return;
      this.idle.splice(index, 1);
      void this.end(thread);
    }, IDLE_MS);
    thread.idleTimer.unref();
    this.idle.push(thread);
  }

  private async end(thread: Thread): Promise<void> {
    clearTimeout(thread.idleTimer);
    await thread.worker.terminate();
  }
}

function answerOf(worker: Worker, task: WordTask, signal: AbortSignal): Promise<ThreadAnswer> {
  return new Promise((resolve, reject) => {
    // Only our own listeners: removing all of them silences the thread for ever.
    const stopListening = () => {
      signal.removeEventListener('abort', onAbort);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
    };
    const fail = (error: Error) => {
      stopListening();
      reject(error);
    };
    const onAbort = () => fail(tookTooLong());
    const onMessage = (answer: ThreadAnswer) => {
      stopListening();
      resolve(answer);
    };
    const onError = (error: unknown) => fail(asThreadFailure(error));
    const onExit = (code: number) => fail(new Error(`a document thread ended with code ${code}`));
    signal.addEventListener('abort', onAbort, { once: true });
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(task);
  });
}

function tookTooLong(): DomainError {
  return new DomainError('conversion-timed-out', 'The document took too long to process and was given up.');
}

function asThreadFailure(error: unknown): Error {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return new DomainError(
      'too-large',
      'The document needs more memory than the server gives to one document.',
      {
        cause: error,
      },
    );
  }
  return error instanceof Error ? error : new Error(String(error));
}

function asThrown(answer: Extract<ThreadAnswer, { isOk: false }>): Error {
  const cause = answer.stack;
  return answer.code === undefined
    ? new Error(answer.message, { cause })
    : new WordDocumentError(answer.code, answer.message, { cause });
}
