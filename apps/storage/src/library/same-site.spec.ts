import type { Request, Response } from 'express';
import { describe, expect, it } from 'vitest';
import { refuseOtherSites } from './same-site.js';

function outcomeOf(method: string, site?: string): unknown {
  let outcome: unknown = 'never called';
  const headers = site === undefined ? {} : { 'sec-fetch-site': site };
  refuseOtherSites({ method, headers } as unknown as Request, {} as Response, (error?: unknown) => {
    outcome = error;
  });
  return outcome;
}

describe('requests from other sites', () => {
  it.each([
    ['POST', 'same-origin'],
    ['POST', 'none'],
    ['POST', undefined],
    ['GET', 'cross-site'],
  ])('lets %s from %s through', (method, site) => {
    expect(outcomeOf(method, site)).toBeUndefined();
  });

  it.each(['cross-site', 'same-site'])('refuses to change anything from %s', (site) => {
    expect(outcomeOf('POST', site)).toMatchObject({ code: 'not-allowed' });
    expect(outcomeOf('DELETE', site)).toMatchObject({ code: 'not-allowed' });
  });
});
