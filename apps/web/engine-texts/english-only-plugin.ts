import { resolve } from 'node:path';
import type { Plugin } from 'vite';

const TEXTS = '@docx-editor.dev/i18n';
const ENGLISH = resolve(import.meta.dirname, 'english-only.js');

/** Gives the engine its texts in English only. */
export function englishOnly(): Plugin {
  return {
    name: 'engine-texts-in-english',
    enforce: 'pre',
    resolveId: (id, importer) => (id === TEXTS && importer !== ENGLISH ? ENGLISH : null),
  };
}
