import { AsyncLocalStorage } from 'node:async_hooks';

export interface LogContext {
  readonly documentKey?: string;
  readonly userId?: string;
  readonly requestId?: string;
  readonly jobId?: string;
}

const storage = new AsyncLocalStorage<LogContext>();

/** Runs `work` with fields that every log line of it carries; inner contexts add to outer ones. */
export function inContext<T>(context: LogContext, work: () => T): T {
  return storage.run({ ...storage.getStore(), ...context }, work);
}

export function currentContext(): LogContext {
  return storage.getStore() ?? {};
}
