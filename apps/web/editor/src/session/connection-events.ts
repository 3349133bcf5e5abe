import type { BaseReady, Opened, Participant, SaveState, ServerMessage } from '#libs/protocol';
import type { EndReason } from './end-reason.js';

export type BodyOf<T extends ServerMessage['type']> = Extract<
  ServerMessage,
  { type: T; body: unknown }
>['body'];

/** The base document that this client computed from the master. */
export type BaseIdentity = BaseReady['base'];

/** Whether changes reach the server right now. `lost` is said only after the loss has lasted a moment. */
export type Link = 'connecting' | 'online' | 'lost';

/** What a connection tells its owner. */
export interface ConnectionEvents {
  link(link: Link): void;
  opening(step: BodyOf<'opening'>['step']): void;
  opened(opened: Opened): void;
  /** updates of others, or of this client's own earlier life; any order, any number of times */
  remoteUpdates(updates: readonly Uint8Array[]): void;
  /** everything that the server had stored is here; own changes are on their way again */
  synced(): void;
  participants(participants: readonly Participant[]): void;
  awareness(connectionId: string, state: Uint8Array): void;
  saveState(state: SaveState): void;
  warning(warning: BodyOf<'warning'>): void;
  closedForEditing(closed: BodyOf<'closed-for-editing'>): void;
  changeRefused(refused: BodyOf<'change-refused'>): void;
  /** the number of unsent or unacknowledged changes, or of the stored ones, is another now */
  changesMoved(): void;
  /** no further attempt will be made */
  ended(reason: EndReason): void;
}
