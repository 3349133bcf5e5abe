import { describe, expect, it, vi } from 'vitest';
import type { LibraryFile } from '../api/types.js';
import type { UploadWatcher } from '../api/upload-file.js';
import { UploadQueue } from './upload-queue.js';

interface Sending {
  readonly name: string;
  readonly watcher: UploadWatcher;
  readonly signal: AbortSignal;
  succeed(): void;
  fail(error: Error): void;
}

function queueWithHands() {
  const sendings: Sending[] = [];
  const onDone = vi.fn();
  const queue = new UploadQueue({
    send: (file, watcher, signal) =>
      new Promise<LibraryFile>((resolve, reject) => {
        const answer = { id: file.name } as LibraryFile;
        sendings.push({ name: file.name, watcher, signal, succeed: () => resolve(answer), fail: reject });
        signal.addEventListener('abort', () => reject(new Error('aborted')));
      }),
    describe: (error) => ({ sentence: error instanceof Error ? error.message : '', isRetryable: true }),
    onDone,
  });
  const states = () => queue.current().map(({ file, state }) => `${file.name} ${state}`);
  return { queue, sendings, onDone, states };
}

const file = (name: string) => new File(['content'], name);

describe('the queue of uploads', () => {
  it('sends two at a time and starts the next when one is done', async () => {
    const { queue, sendings, onDone, states } = queueWithHands();
    for (const name of ['a', 'b', 'c']) queue.add(file(name));
    expect(states()).toEqual(['a sending', 'b sending', 'c waiting']);
    sendings[0]?.succeed();
    await vi.waitFor(() => expect(states()).toEqual(['a done', 'b sending', 'c sending']));
    expect(onDone).toHaveBeenCalledTimes(1);
  });

  it('tells progress and that the server looks at the file', () => {
    const { queue, sendings } = queueWithHands();
    queue.add(file('a'));
    sendings[0]?.watcher.onProgress(3);
    expect(queue.current()[0]).toMatchObject({ state: 'sending', sentBytes: 3 });
    sendings[0]?.watcher.onSent();
    expect(queue.current()[0]).toMatchObject({ state: 'checking', sentBytes: 7 });
  });

  it('keeps the sentence of a failure and sends again when asked', async () => {
    const { queue, sendings, states } = queueWithHands();
    queue.add(file('a'));
    sendings[0]?.fail(new Error('The disk is full.'));
    await vi.waitFor(() => expect(queue.current()[0]?.problem).toBe('The disk is full.'));
    queue.retry(queue.current()[0]?.id ?? 0);
    expect(states()).toEqual(['a sending']);
    expect(sendings).toHaveLength(2);
  });

  it('stops an upload that is cancelled and forgets it', async () => {
    const { queue, sendings, states } = queueWithHands();
    for (const name of ['a', 'b', 'c']) queue.add(file(name));
    queue.remove(queue.current()[0]?.id ?? 0);
    expect(sendings[0]?.signal.aborted).toBe(true);
    await vi.waitFor(() => expect(states()).toEqual(['b sending', 'c sending']));
  });

  it('never sends a file that is refused beforehand', () => {
    const { queue, sendings } = queueWithHands();
    queue.refuse(file('a'), 'Not supported.');
    expect(queue.current()[0]).toMatchObject({ state: 'failed', problem: 'Not supported.' });
    expect(sendings).toEqual([]);
  });
});
