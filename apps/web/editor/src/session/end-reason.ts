import { CLOSE_CODES, type Refused } from '#libs/protocol';

/** Why editing ended for good on this connection. The content stays on the screen. */
export type EndKind =
  | 'refused'
  | 'access-denied'
  | 'token-expired'
  | 'token-invalid'
  | 'dropped'
  | 'version-saved'
  | 'session-expired'
  | 'incompatible'
  | 'malformed'
  | 'change-refused'
  | 'unreadable'
  | 'download-failed'
  | 'page-broken';

export interface EndReason {
  readonly kind: EndKind;
  /** number for the integrator's `onError` */
  readonly editorCode: number;
  /** the server's own sentence, when it gave one */
  readonly message?: string;
  /** key of the server's error table, when it gave one */
  readonly code?: string;
}

const ENDINGS = new Map<number, EndReason>([
  [CLOSE_CODES.sessionIdle, { kind: 'session-expired', editorCode: -121 }],
  [CLOSE_CODES.sessionTooLong, { kind: 'session-expired', editorCode: -120 }],
  [CLOSE_CODES.accessDenied, { kind: 'access-denied', editorCode: -23 }],
  [CLOSE_CODES.tokenExpired, { kind: 'token-expired', editorCode: -21 }],
  [CLOSE_CODES.tokenInvalid, { kind: 'token-invalid', editorCode: -20 }],
  [CLOSE_CODES.dropped, { kind: 'dropped', editorCode: -100 }],
  [CLOSE_CODES.documentClosed, { kind: 'version-saved', editorCode: -102 }],
  // The key was opened anew from a newer file: what this client shows is a past version too.
  [CLOSE_CODES.documentGone, { kind: 'version-saved', editorCode: -102 }],
  [CLOSE_CODES.incompatible, { kind: 'incompatible', editorCode: -1 }],
  [CLOSE_CODES.malformed, { kind: 'malformed', editorCode: -1 }],
]);

/** The ending that a close code means, or null when the client should connect again. */
export function endingOf(closeCode: number): EndReason | null {
  return ENDINGS.get(closeCode) ?? null;
}

/** The ending that the server explained before it closed the connection. */
export function endingOfRefusal({ code, editorCode, message }: Refused): EndReason {
  const kind = code === 'document-closed' ? 'version-saved' : 'refused';
  return { kind, editorCode, message, code };
}

const PASSING = new Set(['database-unavailable', 'storage-unavailable', 'unknown']);

/** A refusal that a client who was already in should sit out, because the same attempt may succeed later. */
export function isPassing(refusal: Refused): boolean {
  return PASSING.has(refusal.code);
}
