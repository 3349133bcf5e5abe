/** Grows with every change that an older client would misunderstand; client and server must be equal. */
export const PROTOCOL_VERSION = 1;

/** WebSocket close codes. The numbers are the integrator contract's (contract/editor-api.md, section 10). */
export const CLOSE_CODES = {
  sessionIdle: 4002,
  sessionTooLong: 4003,
  accessDenied: 4004,
  tokenExpired: 4005,
  tokenInvalid: 4006,
  dropped: 4007,
  documentClosed: 4008,
  documentGone: 4009,
  /** ours: the client must reload because it speaks another protocol version or has another base document */
  incompatible: 4010,
  /** ours: the frame could not be understood */
  malformed: 4011,
  /** ours: the connection cannot keep up; reconnect and resync */
  resync: 4012,
  /** ours: this server process stops; reconnect at once */
  moving: 4013,
} as const;

/** Path of the editing WebSocket of one document key. */
export function editingPath(documentKey: string): string {
  return `/doc/${encodeURIComponent(documentKey)}/ws`;
}
