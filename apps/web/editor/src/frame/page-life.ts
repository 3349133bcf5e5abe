import { messages } from '../messages.js';
import type { FrameApp } from './frame-app.js';

/** The events of the browser that concern the whole frame: network, leaving, coming back, the keys of saving. */
export function watchPage(app: FrameApp): void {
  window.addEventListener('online', () => app.session?.networkIsBack());
  window.addEventListener('offline', () => app.session?.networkIsGone());
  window.addEventListener('pagehide', () => app.session?.leave());
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) app.session?.comeBack();
  });
  window.addEventListener('beforeunload', (event) => {
    if (app.hasUnstoredChanges) event.preventDefault();
  });
  window.addEventListener('keydown', (event) => answerSaveKeys(app, event), { capture: true });
}

/** There is nothing to save by hand, and the browser's own dialog would save the page. */
function answerSaveKeys(app: FrameApp, event: KeyboardEvent): void {
  if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey) || event.altKey) return;
  event.preventDefault();
  event.stopPropagation();
  const state = app.session?.store.get();
  if (!state?.canEdit) return;
  const words = messages.save;
  if (state.link === 'lost') app.notify(words.keptHere);
  else app.notify(state.unacknowledged > 0 ? words.notStoredYet : words.savedAlready);
}
