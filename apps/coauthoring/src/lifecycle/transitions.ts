import type { DocumentState } from '#libs/persistence';

/** What can happen to a document key. */
export type DocumentEvent =
  | 'opener'
  | 'converter-ok'
  | 'opening-failed'
  | 'opening-failed-for-now'
  | 'editor-joined'
  | 'last-editor-left-with-changes'
  | 'assembled'
  | 'assembly-failed'
  | 'acknowledged'
  | 'delivery-failed'
  | 'editor-opens-after-save';

interface Transition {
  readonly to: DocumentState;
  /** row of contract/save-pipeline.md section 3 */
  readonly row: string;
}

/**
 * The state machine of a document key: (state, event) → state. What is not listed has no effect. Every move is a
 * compare-and-set on (state, token) and gives a new token, except where `to` equals the state.
 */
export const transitions: Readonly<Record<DocumentState, Partial<Record<DocumentEvent, Transition>>>> = {
  none: { opener: { to: 'opening', row: '1' } },
  opening: {
    'converter-ok': { to: 'open', row: '2' },
    'opening-failed-for-now': { to: 'error-retry', row: '3' },
    'opening-failed': { to: 'error', row: '4' },
  },
  'needs-input': {},
  error: {},
  'error-retry': { opener: { to: 'opening', row: '3' } },
  open: { 'last-editor-left-with-changes': { to: 'saving', row: '11' } },
  saving: {
    'editor-joined': { to: 'open', row: '12' },
    assembled: { to: 'delivering', row: '15' },
    'assembly-failed': { to: 'saving', row: '18' },
  },
  delivering: {
    acknowledged: { to: 'saved', row: '16' },
    'delivery-failed': { to: 'saving', row: '17' },
  },
  saved: { 'editor-opens-after-save': { to: 'opening', row: '20' } },
};
