import type { LibraryListing } from '../api/types.js';

export type FeedState = 'loading' | 'live' | 'offline' | 'unreachable';

export interface FeedSnapshot {
  readonly listing: LibraryListing | undefined;
  readonly state: FeedState;
}

export interface FeedSources {
  list(): Promise<LibraryListing>;
  /** calls back whenever something changed on the server, and when the connection comes back; returns how to stop */
  watch(onChange: () => void): () => void;
  isOnline(): boolean;
}

/** while events come the list is fetched only now and then, in case one was lost */
const CHECK_EVERY_MS = 30_000;
const RETRY_AFTER_MS = 2_000;

/** Keeps the list of documents current. */
export class LibraryFeed {
  private snapshot: FeedSnapshot = { listing: undefined, state: 'loading' };
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private stopWatching: (() => void) | undefined;
  private isFetching = false;
  private isFetchNeeded = false;

  constructor(private readonly sources: FeedSources) {}

  readonly current = (): FeedSnapshot => this.snapshot;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  start(): void {
    this.stopWatching ??= this.sources.watch(() => this.refresh());
    this.refresh();
  }

  stop(): void {
    this.stopWatching?.();
    this.stopWatching = undefined;
    clearTimeout(this.timer);
  }

  /** Fetches the list; calls during a fetch lead to one more afterwards. */
  readonly refresh = (): void => {
    if (this.isFetching) {
      this.isFetchNeeded = true;
      return;
    }
    this.isFetching = true;
    clearTimeout(this.timer);
    void this.fetch().then((isOk) => {
      this.isFetching = false;
      if (this.isFetchNeeded) {
        this.isFetchNeeded = false;
        this.refresh();
      } else if (this.stopWatching) {
        this.timer = setTimeout(this.refresh, isOk ? CHECK_EVERY_MS : RETRY_AFTER_MS);
      }
    });
  };

  private async fetch(): Promise<boolean> {
    try {
      const listing = await this.sources.list();
      const isSame = JSON.stringify(listing) === JSON.stringify(this.snapshot.listing);
      this.set({ listing: isSame ? this.snapshot.listing : listing, state: 'live' });
      return true;
    } catch {
      // the page shows the state instead of the error; the next attempt comes by itself
      const state = this.sources.isOnline() ? 'unreachable' : 'offline';
      this.set({ listing: this.snapshot.listing, state });
      return false;
    }
  }

  private set(next: FeedSnapshot): void {
    if (next.listing === this.snapshot.listing && next.state === this.snapshot.state) return;
    this.snapshot = next;
    for (const listener of this.listeners) listener();
  }
}
