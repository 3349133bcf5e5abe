import { errors, type ErrorCode, type Translation } from './error-table.js';

/**
 * The one error class of the product. `message` is a sentence that may be shown to people: what failed, why,
 * what to change. Everything that must stay internal belongs into `cause`.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  get translation(): Translation {
    return errors[this.code];
  }

  /** The form that travels in job results and messages. */
  toJSON(): { code: ErrorCode; message: string } {
    return { code: this.code, message: this.message };
  }
}

export function isDomainError(error: unknown): error is DomainError {
  return error instanceof DomainError;
}

/** Anything thrown becomes a DomainError; what is not one of ours keeps its details in `cause` only. */
export function toDomainError(error: unknown, fallback: ErrorCode = 'unknown'): DomainError {
  if (isDomainError(error)) return error;
  return new DomainError(fallback, 'Something went wrong inside the server.', { cause: error });
}
