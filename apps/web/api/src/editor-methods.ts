import type { EditorConfig } from '../../frame-protocol/editor-config.js';
import type { FrameCommand, FrameCommands } from '../../frame-protocol/messages.js';

type Send = <C extends FrameCommand>(command: C, data: FrameCommands[C]) => void;

/** Methods that pages call and that this editor answers with nothing, or with a note to the user. */
const TOLERATED = [
  'attachMouseEvents',
  'blurFocus',
  'detachMouseEvents',
  'downloadAs',
  'grabFocus',
  'insertImage',
  'openDocument',
  'processMailMerge',
  'refreshHistory',
  'requestRoles',
  'serviceCommand',
  'setActionLink',
  'setEmailAddresses',
  'setHistoryData',
  'setMailMergeRecipients',
  'setReferenceData',
  'setReferenceSource',
  'setRequestedDocument',
  'setRequestedSpreadsheet',
  'setRevisedFile',
  'setSharingSettings',
  'setUsers',
  'showSharingSettings',
  'startFilling',
] as const;

type ToleratedMethod = (typeof TOLERATED)[number];

export interface EditorMethods extends Partial<Record<ToleratedMethod, (...args: unknown[]) => void>> {
  destroyEditor(): void;
  showMessage(titleOrText?: unknown, text?: unknown): void;
  denyEditingRights(text?: unknown): void;
  processRightsChange(enabled?: unknown, text?: unknown): void;
  requestClose(): void;
  refreshFile(config?: EditorConfig | null): void;
  setFavorite(favorite?: unknown): void;
}

/** What the methods reach: a frame, or nothing when the placeholder was missing or the configuration wrong. */
export interface MethodTarget {
  readonly send: Send;
  destroy(): void;
  refreshFile(config: EditorConfig): void;
}

/** The object that integrators keep. Calling a method too early, too late or without effect never throws. */
export function editorMethods(target: MethodTarget | null): EditorMethods {
  const send: Send = (command, data) => target?.send(command, data);
  return {
    ...Object.fromEntries(TOLERATED.map((method) => [method, () => send('unsupported', { method })])),
    destroyEditor: () => target?.destroy(),
    // The old form was showMessage(title, text): the second argument wins.
    showMessage: (titleOrText, text) =>
      send('showMessage', { text: textOf(text) ?? textOf(titleOrText) ?? '' }),
    denyEditingRights: (text) => send('denyEditingRights', { text: textOf(text) }),
    processRightsChange: (enabled, text) => {
      if (!enabled) send('denyEditingRights', { text: textOf(text) });
    },
    requestClose: () => send('requestClose', null),
    refreshFile: (config) => {
      if (config) target?.refreshFile(config);
    },
    setFavorite: (favorite) => send('setFavorite', { favorite: Boolean(favorite) }),
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
