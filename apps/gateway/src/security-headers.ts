import type { ServerResponse } from 'node:http';

/**
 * Holds for every answer, also those of other apps. No frame restriction: the editor lives in frames of other sites
 * (contract/editor-api.md).
 */
export function setSecurityHeaders(response: ServerResponse): void {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'strict-origin-when-cross-origin');
  response.setHeader('X-Permitted-Cross-Domain-Policies', 'none');
}
