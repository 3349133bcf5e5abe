import { useSyncExternalStore } from 'react';
import type { Store } from '../session/store.js';

/** The present value of a store; the component follows it. */
export function useStore<T extends object>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, store.get);
}
