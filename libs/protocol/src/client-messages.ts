import { z } from 'zod';

/**
 * Identity of a change, given by its author before it is sent: the author's client id (one per editor instance in a
 * tab) and a counter that starts at 1. Sending the same change again, by whomever, has no further effect.
 */
export interface ChangeId {
  readonly clientId: string;
  readonly counter: number;
}

/** One opaque Yjs update of the shared document. */
export interface OutgoingChange extends ChangeId {
  readonly update: Uint8Array;
}

/** Author ids and counters that can be stored; anything else in a frame is malformed. */
const CLIENT_ID = /^[0-9a-zA-Z_-]{8,40}$/;
const LAST_COUNTER = 2_147_483_647;

export function isChangeId({ clientId, counter }: ChangeId): boolean {
  return CLIENT_ID.test(clientId) && counter >= 1 && counter <= LAST_COUNTER;
}

export const identity = z.object({
  masterDigest: z.string(),
  engineVersion: z.string(),
  yjsVersion: z.string(),
  seedHash: z.string(),
});

/** First message of a connection. `config` is the editor configuration as api.js received it. */
export const hello = z.object({
  protocol: z.number().int(),
  clientId: z.string().regex(CLIENT_ID),
  config: z.looseObject({}),
  /** token of an earlier join: lets a reconnecting client in after the opening token has expired */
  sessionToken: z.string().optional(),
  /** highest sequence number up to which the client already has everything; absent on a first join */
  since: z.number().int().min(0).optional(),
  /** generation that `since` belongs to */
  generation: z.number().int().min(0).optional(),
});
export type Hello = z.infer<typeof hello>;

/** Sent once the client has loaded the master: proves that it computed the same base document. */
export const baseReady = z.object({ base: identity });
export type BaseReady = z.infer<typeof baseReady>;

/** The user leaves on purpose (tab closed, editor destroyed): no need to wait for a dead socket. */
export const goodbye = z.object({});

export type ClientMessage =
  | { readonly type: 'hello'; readonly body: Hello }
  | { readonly type: 'base-ready'; readonly body: BaseReady }
  | { readonly type: 'goodbye' }
  | { readonly type: 'changes'; readonly changes: readonly OutgoingChange[] }
  | { readonly type: 'awareness'; readonly state: Uint8Array }
  | { readonly type: 'ping' };
