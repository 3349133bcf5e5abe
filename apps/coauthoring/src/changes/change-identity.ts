import type { StoredChange } from '#libs/persistence';

/** One string per change of one document. */
export function changeIdentity(change: Pick<StoredChange, 'key' | 'clientId' | 'counter'>): string {
  return `${change.key} ${change.clientId} ${change.counter}`;
}
