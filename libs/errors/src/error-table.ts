/**
 * What one domain error looks like at each edge.
 *
 * - `http`: status of our own HTTP endpoints
 * - `command`: code of the command service (contract/command-service.md, section 3)
 * - `conversion`: code of the conversion API (contract/conversion-api.md, section 5)
 * - `editor`: `onError` code in the browser (contract/editor-api.md, section 10)
 * - `retry`: whether the same attempt may succeed later
 */
export interface Translation {
  readonly http: number;
  readonly command: number;
  readonly conversion: number;
  readonly editor: number;
  readonly retry: boolean;
}

export const errors = {
  unknown: { http: 500, command: 3, conversion: -1, editor: -1, retry: false },
  'bad-request': { http: 400, command: 3, conversion: -7, editor: -1, retry: false },
  'not-found': { http: 404, command: 1, conversion: -4, editor: -1, retry: false },
  'document-not-found': { http: 404, command: 1, conversion: -4, editor: -4, retry: false },
  'bad-document-key': { http: 400, command: 1, conversion: -7, editor: -23, retry: false },
  'nothing-to-save': { http: 409, command: 4, conversion: -1, editor: -1, retry: false },
  'invalid-token': { http: 403, command: 6, conversion: -8, editor: -20, retry: false },
  'token-expired': { http: 403, command: 7, conversion: -8, editor: -21, retry: false },
  'not-allowed': { http: 403, command: 3, conversion: -8, editor: -23, retry: false },
  'link-invalid': { http: 403, command: 3, conversion: -4, editor: -4, retry: false },
  'link-expired': { http: 410, command: 3, conversion: -4, editor: -4, retry: false },
  'download-failed': { http: 502, command: 3, conversion: -4, editor: -4, retry: true },
  'address-blocked': { http: 403, command: 3, conversion: -4, editor: -4, retry: false },
  'too-large': { http: 413, command: 3, conversion: -10, editor: -84, retry: false },
  'not-a-document': { http: 415, command: 3, conversion: -3, editor: -82, retry: false },
  'empty-file': { http: 415, command: 3, conversion: -3, editor: -82, retry: false },
  'corrupt-document': { http: 415, command: 3, conversion: -3, editor: -82, retry: false },
  'wrong-extension': { http: 415, command: 3, conversion: -3, editor: -85, retry: false },
  'unsupported-format': { http: 415, command: 3, conversion: -3, editor: -82, retry: false },
  'password-protected': { http: 415, command: 3, conversion: -5, editor: -19, retry: false },
  'engine-missing': { http: 503, command: 3, conversion: -3, editor: -82, retry: true },
  'conversion-failed': { http: 500, command: 3, conversion: -3, editor: -82, retry: false },
  'conversion-timed-out': { http: 504, command: 3, conversion: -2, editor: -2, retry: true },
  'assembly-failed': { http: 500, command: 3, conversion: -3, editor: -1, retry: true },
  'invalid-output': { http: 500, command: 3, conversion: -3, editor: -1, retry: false },
  'document-closed': { http: 409, command: 3, conversion: -1, editor: -102, retry: false },
  'malformed-message': { http: 400, command: 3, conversion: -7, editor: -1, retry: false },
  'changes-too-large': { http: 413, command: 3, conversion: -10, editor: -84, retry: false },
  'storage-unavailable': { http: 503, command: 3, conversion: -1, editor: -6, retry: true },
  'database-unavailable': { http: 503, command: 3, conversion: -6, editor: -6, retry: true },
  'callback-failed': { http: 502, command: 2, conversion: -1, editor: -101, retry: true },
  'bad-configuration': { http: 500, command: 3, conversion: -1, editor: -1, retry: false },
} as const satisfies Record<string, Translation>;

export type ErrorCode = keyof typeof errors;

export function translationOf(code: ErrorCode): Translation {
  return errors[code];
}
