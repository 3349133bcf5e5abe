const FIRST_DELAY = 500;
const LONGEST_DELAY = 5000;

/**
 * Milliseconds before the given attempt (0 is the first after a loss): none, then half a second, doubling up to five.
 * The random part keeps the clients of a restarted server from coming back all at once.
 */
export function reconnectDelay(attempt: number, random: () => number = Math.random): number {
  if (attempt <= 0) return 0;
  const delay = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (attempt - 1));
  return Math.round(delay * (0.75 + random() / 4));
}
