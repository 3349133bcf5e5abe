import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LibraryListing } from '../api/types.js';
import { LibraryFeed } from './library-feed.js';

const listing = (total: number): LibraryListing => ({
  files: [],
  total,
  limits: { maxUploadBytes: 1, extensions: [] },
});

function feedWithHands() {
  const list = vi.fn(async () => listing(0));
  const server = { announce: () => {}, isOnline: true };
  const feed = new LibraryFeed({
    list,
    watch: (onChange) => {
      server.announce = onChange;
      return () => {};
    },
    isOnline: () => server.isOnline,
  });
  return { feed, list, server };
}

describe('the feed of documents', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('fetches again when the server announces a change', async () => {
    const { feed, list, server } = feedWithHands();
    feed.start();
    await vi.waitFor(() => expect(feed.current().state).toBe('live'));
    list.mockResolvedValueOnce(listing(1));
    server.announce();
    await vi.waitFor(() => expect(feed.current().listing?.total).toBe(1));
  });

  it('joins many announcements during one fetch into one more fetch', async () => {
    const { feed, list, server } = feedWithHands();
    feed.start();
    for (let i = 0; i < 5; i++) server.announce();
    await vi.waitFor(() => expect(feed.current().state).toBe('live'));
    await vi.waitFor(() => expect(list).toHaveBeenCalledTimes(2));
  });

  it('does not disturb the page when nothing is different', async () => {
    const { feed, server } = feedWithHands();
    feed.start();
    await vi.waitFor(() => expect(feed.current().state).toBe('live'));
    const before = feed.current();
    const listener = vi.fn();
    feed.subscribe(listener);
    server.announce();
    await vi.advanceTimersByTimeAsync(10);
    expect(feed.current()).toBe(before);
    expect(listener).not.toHaveBeenCalled();
  });

  it('keeps the list, says what is wrong, and comes back by itself', async () => {
    const { feed, list, server } = feedWithHands();
    feed.start();
    await vi.waitFor(() => expect(feed.current().state).toBe('live'));
    list.mockRejectedValueOnce(new Error('refused'));
    server.announce();
    await vi.waitFor(() => expect(feed.current().state).toBe('unreachable'));
    expect(feed.current().listing).toBeDefined();
    await vi.advanceTimersByTimeAsync(2_500);
    expect(feed.current().state).toBe('live');
  });

  it('tells a machine without network from a server that is silent', async () => {
    const { feed, list, server } = feedWithHands();
    server.isOnline = false;
    list.mockRejectedValue(new Error('refused'));
    feed.start();
    await vi.waitFor(() => expect(feed.current().state).toBe('offline'));
    feed.stop();
  });
});
