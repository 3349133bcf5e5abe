import { DomainError } from '#libs/errors';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { childAnswer, type ChildAnswer, type ChildTask } from './child-task.js';

/**
 * Gives a task to a child in its own process group and ends that whole group afterwards, also when the signal aborts.
 * Undefined answer: the child died without one.
 */
export async function runSupervised(
  entry: URL,
  task: ChildTask,
  environment: Record<string, string>,
  signal: AbortSignal,
): Promise<ChildAnswer | undefined> {
  signal.throwIfAborted();
  const child = fork(fileURLToPath(entry), {
    detached: true,
    env: environment,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const ended = once(child, 'exit');
  const endGroup = () => killGroup(child);
  signal.addEventListener('abort', endGroup, { once: true });
  try {
    const answer = await answerOf(child, task);
    if (signal.aborted) throw timedOut(signal.reason);
    return answer;
  } finally {
    signal.removeEventListener('abort', endGroup);
    endGroup();
    await ended;
  }
}

function answerOf(child: ChildProcess, task: ChildTask): Promise<ChildAnswer | undefined> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => resolve(undefined));
    child.once('message', (message) => {
      const answer = childAnswer.safeParse(message);
      resolve(answer.success ? answer.data : undefined);
    });
    child.send(task, (error) => {
      // A child that died before it could be told anything is reported by its exit.
      if (error && child.exitCode === null && child.signalCode === null) reject(error);
    });
  });
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'ESRCH';
    if (!isGone) throw error;
  }
}

function timedOut(cause: unknown): DomainError {
  return new DomainError('conversion-timed-out', 'The conversion took too long and was stopped.', { cause });
}
