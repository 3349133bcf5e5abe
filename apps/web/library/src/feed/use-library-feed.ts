import { useEffect, useState, useSyncExternalStore } from 'react';
import { eventsUrl, listFiles } from '../api/library-api.js';
import { LibraryFeed, type FeedSnapshot } from './library-feed.js';

const REOPEN_AFTER_MS = 3_000;

/** The list of documents, current as long as the page is shown. */
export function useLibraryFeed(): FeedSnapshot & { refresh: () => void } {
  const [feed] = useState(
    () => new LibraryFeed({ list: listFiles, watch: watchServer, isOnline: () => navigator.onLine }),
  );
  useEffect(() => {
    feed.start();
    return () => feed.stop();
  }, [feed]);
  const snapshot = useSyncExternalStore(feed.subscribe, feed.current);
  return { ...snapshot, refresh: feed.refresh };
}

/**
 * Listens to the server's events while the page is visible: a browser allows six connections to one server, and many
 * open library windows must not use them up.
 */
function watchServer(onChange: () => void): () => void {
  let events: EventSource | undefined;
  let isStopped = false;
  const follow = (): void => {
    if (document.visibilityState === 'hidden') {
      events?.close();
      events = undefined;
      return;
    }
    if (isStopped || (events && events.readyState !== EventSource.CLOSED)) return;
    events = new EventSource(eventsUrl);
    // also after a reconnect: what happened in between was not told
    events.addEventListener('connected', onChange);
    events.addEventListener('changed', onChange);
    events.addEventListener('error', () => {
      onChange();
      // the browser gives up after an answer that is no event stream, e.g. from a proxy without its server
      if (events?.readyState === EventSource.CLOSED) setTimeout(follow, REOPEN_AFTER_MS);
    });
  };
  const onOnline = (): void => {
    follow();
    onChange();
  };
  follow();
  document.addEventListener('visibilitychange', follow);
  addEventListener('online', onOnline);
  addEventListener('offline', onChange);
  return () => {
    isStopped = true;
    events?.close();
    document.removeEventListener('visibilitychange', follow);
    removeEventListener('online', onOnline);
    removeEventListener('offline', onChange);
  };
}
