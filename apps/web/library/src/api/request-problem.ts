import { messages } from '../messages.js';

/** A request that failed, with a sentence for the person in front of the page. */
export class RequestProblem extends Error {
  override readonly name = 'RequestProblem';

  constructor(
    message: string,
    /** HTTP status; 0 when nothing answered */
    readonly status: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The server's own sentence where it gave one. */
export function problemOf(status: number, body: string): RequestProblem {
  return new RequestProblem(sentenceIn(body) ?? messages.serverFailed(status), status);
}

export function sentenceOf(error: unknown): string {
  return error instanceof RequestProblem ? error.message : messages.serverSilent;
}

function sentenceIn(body: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    const error = isRecord(parsed) ? parsed['error'] : undefined;
    const message = isRecord(error) ? error['message'] : undefined;
    return typeof message === 'string' && message !== '' ? message : undefined;
  } catch {
    // not one of our answers, e.g. the page of a proxy
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
