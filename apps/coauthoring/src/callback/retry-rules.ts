import type { Config } from '#libs/config';

/** What came back from the callback handler. */
export interface Answer {
  /** null: no HTTP answer at all (refused, DNS, reset, timeout) */
  readonly httpStatus: number | null;
  readonly body: string;
  readonly error: string | null;
}

/** contract/callback.md section 1: HTTP 200 and a JSON body whose `error` is 0 (or "0"). */
export function isAccepted({ httpStatus, body }: Answer): boolean {
  if (httpStatus !== 200) return false;
  try {
    const error = (JSON.parse(body) as { error?: unknown } | null)?.error;
    return error === 0 || error === '0';
  } catch {
    // not JSON, so it is not the agreed answer
    return false;
  }
}

/** contract/callback.md section 6: retried are silence and the listed statuses, never a handler that refused. */
export function mayRetrySoon(answer: Answer, attempts: number, config: Config): boolean {
  const { retries, httpStatus } = config.services.CoAuthoring.callbackBackoffOptions;
  if (attempts > retries) return false;
  return answer.httpStatus === null || isListed(answer.httpStatus, httpStatus);
}

/** 1 s, 2 s, 4 s after the first, second, third attempt. */
export function soonPause(attempts: number, config: Config): number {
  const { factor, minTimeout, maxTimeout } = config.services.CoAuthoring.callbackBackoffOptions.timeout;
  return Math.min(maxTimeout, minTimeout * factor ** (attempts - 1));
}

const LONGEST_PARKED_PAUSE_MS = 60 * 60 * 1000;

/** Growing pauses of a parked delivery: `delivery.retryEvery`, doubled each time, at most an hour. */
export function parkedPause(attempts: number, config: Config): number {
  const { retryEvery } = config.quire.delivery;
  const parkedBefore = attempts - 1 - config.services.CoAuthoring.callbackBackoffOptions.retries;
  return Math.min(LONGEST_PARKED_PAUSE_MS, retryEvery * 2 ** Math.max(0, parkedBefore));
}

/** Says in a sentence why a callback did not work. */
export function problemOf(answer: Answer): string {
  if (answer.httpStatus === null)
    return `The callback handler did not answer: ${answer.error ?? 'no connection'}.`;
  if (answer.httpStatus !== 200)
    return `The callback handler answered with HTTP status ${answer.httpStatus}.`;
  return `The callback handler did not answer {"error":0} but ${answer.body.slice(0, 200) || 'nothing'}.`;
}

function isListed(status: number, ranges: string): boolean {
  return ranges.split(',').some((range) => {
    const [low, high = low] = range.trim().split('-').map(Number);
    return low !== undefined && high !== undefined && status >= low && status <= high;
  });
}
