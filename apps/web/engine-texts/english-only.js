import { en } from '@docx-editor.dev/i18n';

export {
  createT,
  deepMerge,
  en,
  isApplePlatform,
  localizeDisabledReason,
  platformShortcut,
} from '@docx-editor.dev/i18n';

/** The engine takes English for every language that is not listed. */
export const locales = { en };
