import type { InitData } from '../../../frame-protocol/messages.js';
import type { EditingSession } from '../session/editing-session.js';

export interface Notice {
  readonly id: number;
  readonly text: string;
}

/** What the whole frame shows, besides the state of the open document. */
export interface AppState {
  readonly init: InitData | null;
  /** null until the page has said which document to open */
  readonly session: EditingSession | null;
  /** a short message at the edge of the screen */
  readonly notice: Notice | null;
  readonly dialog: 'none' | 'leave' | 'denied';
  /** what the integrator said when he took the right to edit away */
  readonly deniedText: string | null;
}

export const initialAppState: AppState = {
  init: null,
  session: null,
  notice: null,
  dialog: 'none',
  deniedText: null,
};
