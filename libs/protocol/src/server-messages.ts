import { z } from 'zod';
import type { ChangeRange } from './change-ranges.js';
import type { OutgoingChange } from './client-messages.js';
import { identity } from './client-messages.js';

export const participant = z.object({
  connectionId: z.string(),
  clientId: z.string(),
  userId: z.string(),
  name: z.string(),
  /** number of the connection within the document key, 1 for the first; decides the colour */
  index: z.number().int(),
  canEdit: z.boolean(),
});
export type Participant = z.infer<typeof participant>;

/** The document is being fetched or converted; sent until `opened` or `refused`. */
export const opening = z.object({ step: z.enum(['queued', 'downloading', 'converting']) });

/** The join is complete; change frames with everything after `since` follow at once, then `synced`. */
export const opened = z.object({
  connectionId: z.string(),
  sessionToken: z.string(),
  generation: z.number().int(),
  /** link to the editing master; begins with '/' and is relative to the product's base address (below a path prefix) */
  masterUrl: z.string(),
  masterDigest: z.string(),
  documentType: z.enum(['word', 'cell', 'slide', 'pdf']),
  fileType: z.string(),
  title: z.string(),
  canEdit: z.boolean(),
  /** why an editor was made a viewer, as a sentence; absent when nothing was taken away */
  readOnlyReason: z.enum(['view-mode', 'no-permission', 'version-saved', 'connection-limit']).optional(),
  /** base identity that the first client reported; absent for the first one */
  base: identity.optional(),
  /** the highest sequence number when the join was answered: at least this much follows before `synced` */
  lastSeq: z.number().int(),
  user: z.object({ id: z.string(), name: z.string() }),
});
export type Opened = z.infer<typeof opened>;

/** Everything stored up to `throughSeq` has been sent on this connection. */
export const synced = z.object({ throughSeq: z.number().int() });

export const participants = z.object({ participants: z.array(participant) });

/** `code` is a key of the error table, `editorCode` the number for `onError`, `message` a sentence for people. */
export const refused = z.object({ code: z.string(), editorCode: z.number(), message: z.string() });
export type Refused = z.infer<typeof refused>;

/** A change of this client was not taken; it is not stored and was not shown to others. */
export const changeRefused = z.object({
  counter: z.number().int(),
  code: z.string(),
  message: z.string(),
});

/** How far the document is saved in the integrator's system. */
export const saveState = z.object({
  state: z.enum(['saving', 'saved', 'save-failed', 'rolled-back']),
  at: z.string(),
  /** sequence number that the saved file contains */
  throughSeq: z.number().int().optional(),
  reason: z.string().optional(),
});
export type SaveState = z.infer<typeof saveState>;

/** The session ended for editing; the client keeps showing the content, read-only. */
export const closedForEditing = z.object({
  reason: z.enum(['version-saved', 'dropped', 'server-moving']),
  message: z.string(),
});

/** A non-fatal problem, e.g. the callback handler did not answer (code -101). */
export const warning = z.object({ warningCode: z.number(), message: z.string() });

export type ServerMessage =
  | { readonly type: 'opening'; readonly body: z.infer<typeof opening> }
  | { readonly type: 'opened'; readonly body: Opened }
  | { readonly type: 'synced'; readonly body: z.infer<typeof synced> }
  | { readonly type: 'participants'; readonly body: z.infer<typeof participants> }
  | { readonly type: 'refused'; readonly body: Refused }
  | { readonly type: 'change-refused'; readonly body: z.infer<typeof changeRefused> }
  | { readonly type: 'save-state'; readonly body: SaveState }
  | { readonly type: 'closed-for-editing'; readonly body: z.infer<typeof closedForEditing> }
  | { readonly type: 'warning'; readonly body: z.infer<typeof warning> }
  /** changes of others: broadcast before they are stored; `committed` follows */
  | { readonly type: 'changes'; readonly changes: readonly OutgoingChange[] }
  /** one update that holds the state up to a sequence number (snapshot at joining) */
  | { readonly type: 'snapshot'; readonly throughSeq: number; readonly update: Uint8Array }
  /**
   * Durable: every change up to `throughSeq` is stored and was sent to this connection. `stored` names the newly
   * stored changes, own ones of the receiver among them; it is exact, never "up to".
   */
  | { readonly type: 'committed'; readonly throughSeq: number; readonly stored: readonly ChangeRange[] }
  | { readonly type: 'awareness'; readonly connectionId: string; readonly state: Uint8Array }
  | { readonly type: 'pong' };
