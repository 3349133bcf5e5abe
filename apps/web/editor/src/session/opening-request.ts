import type { Hello } from '#libs/protocol';
import type { InitData, OpenDocumentData } from '../../../frame-protocol/messages.js';

/** What the integrator asked for: one document, opened in one way. */
export interface OpeningRequest {
  readonly init: InitData;
  readonly document: OpenDocumentData['doc'];
}

/** The configuration as the server wants to see it; functions cannot have come this far. */
export function helloConfig({ init, document }: OpeningRequest): Hello['config'] {
  const { token: _token, ...documentWithoutToken } = document;
  return {
    type: init.type,
    documentType: init.documentType,
    document: documentWithoutToken,
    editorConfig: init.config,
    ...(init.token ? { token: init.token } : {}),
  };
}

/** contract/editor-api.md, section 4: who is an editor. */
export function wantsToEdit({ init, document }: OpeningRequest): boolean {
  if (init.config.mode === 'view' || init.type === 'embedded') return false;
  const { edit, review, comment, fillForms } = document.permissions ?? {};
  return edit !== false || review === true || comment === true || fillForms === true;
}

export function documentKeyOf({ document }: OpeningRequest): string {
  return document.key ?? '';
}
