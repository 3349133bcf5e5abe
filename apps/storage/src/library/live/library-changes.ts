import { FANOUT, type Fanout } from '#libs/platform';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';

const CHANNEL = 'library-changed';

/** Tells open library pages, of this process and of the other replicas, that something is worth fetching again. */
@Injectable()
export class LibraryChanges implements OnModuleInit, BeforeApplicationShutdown {
  private readonly listeners = new Set<() => void>();
  private readonly endings = new Set<() => void>();
  private unsubscribe: (() => Promise<void>) | undefined;

  constructor(@Inject(FANOUT) private readonly fanout: Fanout) {}

  async onModuleInit(): Promise<void> {
    this.unsubscribe = await this.fanout.subscribe(CHANNEL, () => this.notify());
  }

  async beforeApplicationShutdown(): Promise<void> {
    for (const end of this.endings) end();
    await this.unsubscribe?.();
  }

  announce(): void {
    this.notify();
    this.fanout.publish(CHANNEL, new Uint8Array());
  }

  /** `onEnd` is called when the app stops, because a page that listens would keep it from stopping. */
  listen(onChange: () => void, onEnd: () => void): () => void {
    this.listeners.add(onChange);
    this.endings.add(onEnd);
    return () => {
      this.listeners.delete(onChange);
      this.endings.delete(onEnd);
    };
  }

  private notify(): void {
    for (const listener of this.listeners) listener();
  }
}
