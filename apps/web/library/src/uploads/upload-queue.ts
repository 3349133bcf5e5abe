import type { LibraryFile } from '../api/types.js';
import type { UploadWatcher } from '../api/upload-file.js';

export type UploadState = 'waiting' | 'sending' | 'checking' | 'done' | 'failed';

export interface Upload {
  readonly id: number;
  readonly file: File;
  readonly state: UploadState;
  readonly sentBytes: number;
  /** a sentence, when it failed */
  readonly problem: string;
  /** whether sending the same file again may work */
  readonly isRetryable: boolean;
}

export type SendFile = (file: File, watcher: UploadWatcher, signal: AbortSignal) => Promise<LibraryFile>;

export interface UploadProblem {
  readonly sentence: string;
  readonly isRetryable: boolean;
}

/** Sends files, two at a time, and knows how each of them stands. */
export class UploadQueue {
  private uploads: readonly Upload[] = [];
  private readonly listeners = new Set<() => void>();
  private readonly running = new Map<number, AbortController>();
  private lastId = 0;

  constructor(
    private readonly options: {
      readonly send: SendFile;
      readonly describe: (error: unknown, file: File) => UploadProblem;
      readonly onDone: (file: LibraryFile, upload: Upload) => void;
      readonly parallel?: number;
    },
  ) {}

  readonly current = (): readonly Upload[] => this.uploads;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  add(file: File): void {
    this.put(file, { state: 'waiting' });
    this.startNext();
  }

  /** Shows a file that is not even sent. */
  refuse(file: File, problem: string): void {
    this.put(file, { state: 'failed', problem });
  }

  retry(id: number): void {
    this.change(id, { state: 'waiting', problem: '', sentBytes: 0 });
    this.startNext();
  }

  /** Stops an upload if it runs, and forgets it. */
  remove(id: number): void {
    this.running.get(id)?.abort();
    this.set(this.uploads.filter((upload) => upload.id !== id));
  }

  private put(file: File, values: Partial<Upload>): void {
    const id = ++this.lastId;
    const upload = { id, file, state: 'waiting' as const, sentBytes: 0, problem: '', isRetryable: false };
    this.set([...this.uploads, { ...upload, ...values }]);
  }

  private startNext(): void {
    const { parallel = 2 } = this.options;
    const next = this.uploads.find(({ id, state }) => state === 'waiting' && !this.running.has(id));
    if (!next || this.running.size >= parallel) return;
    void this.run(next);
    this.startNext();
  }

  private async run({ id, file }: Upload): Promise<void> {
    const abort = new AbortController();
    this.running.set(id, abort);
    this.change(id, { state: 'sending' });
    const watcher: UploadWatcher = {
      onProgress: (sentBytes) => this.change(id, { sentBytes: Math.min(sentBytes, file.size) }),
      onSent: () => this.change(id, { state: 'checking', sentBytes: file.size }),
    };
    try {
      const added = await this.options.send(file, watcher, abort.signal);
      this.change(id, { state: 'done' });
      const upload = this.uploads.find((one) => one.id === id);
      if (upload) this.options.onDone(added, upload);
    } catch (error) {
      const { sentence, isRetryable } = this.options.describe(error, file);
      this.change(id, { state: 'failed', problem: sentence, isRetryable });
    } finally {
      this.running.delete(id);
      this.startNext();
    }
  }

  private change(id: number, values: Partial<Upload>): void {
    this.set(this.uploads.map((upload) => (upload.id === id ? { ...upload, ...values } : upload)));
  }

  private set(uploads: readonly Upload[]): void {
    this.uploads = uploads;
    for (const listener of this.listeners) listener();
  }
}
