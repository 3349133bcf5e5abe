import type { Opened, Participant, SaveState } from '#libs/protocol';
import type { DocumentSurface } from '../surface/document-surface.js';
import type { BodyOf, Link } from './connection-events.js';
import type { EndReason } from './end-reason.js';

/** Steps of opening, in their order. */
export type OpeningStep = 'connecting' | BodyOf<'opening'>['step'] | 'loading' | 'preparing' | 'catching-up';

/** Why the user cannot edit. */
export type ReadOnlyReason = NonNullable<Opened['readOnlyReason']> | 'ended' | 'denied';

/** Everything the shell shows about one document. */
export interface EditorState {
  readonly phase: 'opening' | 'shown' | 'failed';
  readonly step: OpeningStep;
  /** 0 to 1 while the document is loaded and its size is known */
  readonly progress: number | null;
  readonly title: string;
  readonly fileType: string;
  readonly surface: DocumentSurface | null;
  readonly canEdit: boolean;
  readonly readOnlyReason: ReadOnlyReason | null;
  readonly link: Link;
  readonly unsent: number;
  readonly unacknowledged: number;
  readonly storedThrough: number;
  /** last news about saving in the integrator's system */
  readonly save: SaveState | null;
  readonly participants: readonly Participant[];
  readonly connectionId: string | null;
  /** why editing ended; with phase `failed` the document was never shown */
  readonly end: EndReason | null;
  /** the text on the screen holds changes that the server will never get from here */
  readonly hasLostChanges: boolean;
  readonly warning: string | null;
}

export const initialState: EditorState = {
  phase: 'opening',
  step: 'connecting',
  progress: null,
  title: '',
  fileType: '',
  surface: null,
  canEdit: false,
  readOnlyReason: null,
  link: 'connecting',
  unsent: 0,
  unacknowledged: 0,
  storedThrough: 0,
  save: null,
  participants: [],
  connectionId: null,
  end: null,
  hasLostChanges: false,
  warning: null,
};
