import type { DocumentConfig, EditorSettings } from './editor-config.js';

/*
 * Messages between the integrator's page (api.js) and the editor frame. Both directions send JSON strings, because
 * that is what pages written for the contract expect (contract/editor-api.md, section 11).
 */

/** What the frame needs besides the document, sent before `openDocument`. */
export interface InitData {
  readonly config: EditorSettings;
  readonly type: string;
  readonly documentType: string | null;
  readonly token: string | null;
  /** names of the events for which the integrator has a handler: their absence hides the related button */
  readonly declaredEvents: readonly string[];
  /** version of the api.js on the page, to notice a server that was upgraded meanwhile */
  readonly apiVersion: string;
}

export interface OpenDocumentData {
  readonly doc: DocumentConfig;
}

/** `refreshFile`: the same pair in one message. */
export interface RefreshFileData extends InitData, OpenDocumentData {}

/** Commands the frame understands and acts on. */
export interface FrameCommands {
  init: InitData;
  openDocument: OpenDocumentData;
  refreshFile: RefreshFileData;
  showMessage: { readonly text: string };
  denyEditingRights: { readonly text: string | null };
  requestClose: null;
  setFavorite: { readonly favorite: boolean };
  /** tolerated: the integrator may call it, but this editor has nothing to do with it (yet) */
  unsupported: { readonly method: string };
}
export type FrameCommand = keyof FrameCommands;

export type CommandMessage = {
  [C in FrameCommand]: { readonly command: C; readonly data: FrameCommands[C] };
}[FrameCommand];

/** Events of the frame, by the integrator's names, with the data of each. */
export interface FrameEvents {
  onAppReady: null;
  onDocumentReady: null;
  onInfo: { readonly mode: 'view' | 'edit' };
  onDocumentStateChange: boolean;
  onError: { readonly errorCode: number; readonly errorDescription: string };
  onWarning: { readonly warningCode: number; readonly warningDescription: string };
  onOutdatedVersion: null;
  onRequestRefreshFile: null;
  onRequestEditRights: null;
  onRequestClose: null;
  onRequestRename: string;
  onMetaChange: { readonly title?: string; readonly favorite?: boolean };
}
export type FrameEvent = keyof FrameEvents;

export interface EventMessage<E extends FrameEvent = FrameEvent> {
  readonly event: E;
  readonly data: FrameEvents[E];
  readonly frameEditorId: string;
}

function parsed(text: unknown): unknown {
  if (typeof text !== 'string' || !text.startsWith('{')) return null;
  try {
    return JSON.parse(text);
  } catch {
    // Other scripts on the page send messages too; what is not ours is none of our business.
    return null;
  }
}

function hasTexts(value: unknown, ...names: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  return names.every((name) => typeof fields.get(name) === 'string');
}

// The other end is our own script of the same version, so the shape of the data is not checked again.
function isEvent(message: unknown): message is EventMessage {
  return hasTexts(message, 'event', 'frameEditorId');
}

function isCommand(message: unknown): message is CommandMessage {
  return hasTexts(message, 'command');
}

/** The event in a message that came from a frame, or null when it is not one of ours. */
export function readEvent(text: unknown): EventMessage | null {
  const message = parsed(text);
  return isEvent(message) ? message : null;
}

/** The command in a message that came from the page, or null when it is not one of ours. */
export function readCommand(text: unknown): CommandMessage | null {
  const message = parsed(text);
  return isCommand(message) ? message : null;
}
