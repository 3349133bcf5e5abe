import { DomainError } from '#libs/errors';
import type { NextFunction, Request, Response } from 'express';

/**
 * The library has no login, so a page of another site must not be able to change documents through the browser of
 * somebody who has it open. Requests that no browser made carry no `Sec-Fetch-Site`.
 */
export function refuseOtherSites(request: Request, _response: Response, next: NextFunction): void {
  const isReading = request.method === 'GET' || request.method === 'HEAD';
  const site = request.headers['sec-fetch-site'];
  if (isReading || site === undefined || site === 'same-origin' || site === 'none') next();
  else next(new DomainError('not-allowed', 'The library can only be changed from its own pages.'));
}
