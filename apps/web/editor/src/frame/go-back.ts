import type { Customization, EditorSettings, GoBack } from '../../../frame-protocol/editor-config.js';

/** The button that leads away from the document, as the integrator wants it. Null: there is none. */
export interface LeaveButton {
  readonly text: string | null;
  readonly action:
    | { readonly kind: 'request-close' }
    | { readonly kind: 'link'; readonly url: string; readonly isNewTab: boolean };
}

/** The cross: shown only when the page handles `onRequestClose`. */
export function closeButton(settings: EditorSettings, isDeclared: boolean): LeaveButton | null {
  const close = settings.customization?.close;
  if (!isDeclared || close?.visible === false) return null;
  return { text: close?.text || null, action: { kind: 'request-close' } };
}

/** "Open file location": needs an address, or `requestClose`. */
export function backButton(settings: EditorSettings): LeaveButton | null {
  const goback = goBackOf(settings.customization);
  if (!goback) return null;
  const text = goback.text || null;
  if (goback.requestClose) return { text, action: { kind: 'request-close' } };
  if (!goback.url || !/^https?:/i.test(new URL(goback.url, 'https://page.invalid/').protocol)) return null;
  return { text, action: { kind: 'link', url: goback.url, isNewTab: goback.blank !== false } };
}

function goBackOf(customization: Customization | null | undefined): GoBack | null {
  const goback = customization?.goback;
  return typeof goback === 'object' ? goback : null;
}
