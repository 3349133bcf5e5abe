import { Icon } from '../icons/Icon.js';
import type { FeedState } from '../feed/library-feed.js';
import { messages } from '../messages.js';

/** Says why the list may be out of date. */
export function Banner({ state }: { state: FeedState }) {
  const text = state === 'offline' ? messages.offline : state === 'unreachable' ? messages.unreachable : '';
  return (
    <div role="status" className="banner-place">
      {text !== '' && (
        <p className="banner">
          <Icon name="warning" />
          {text}
        </p>
      )}
    </div>
  );
}
