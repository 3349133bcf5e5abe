import {
  loadFonts,
  type FontConfigurationFragment,
  type FontResolutionRequest,
  type FontUrlSource,
} from '@docx-editor.dev/react';
import { faces } from 'virtual:document-fonts';

/** Fonts that documents name, and the open font of the same widths that stands for each. */
const STAND_INS: Readonly<Record<string, string>> = {
  calibri: 'carlito',
  'calibri light': 'carlito',
  carlito: 'carlito',
  cambria: 'caladea',
  caladea: 'caladea',
  arial: 'arimo',
  arimo: 'arimo',
  helvetica: 'arimo',
  'liberation sans': 'arimo',
  'times new roman': 'tinos',
  times: 'tinos',
  tinos: 'tinos',
  'liberation serif': 'tinos',
  'courier new': 'cousine',
  courier: 'cousine',
  cousine: 'cousine',
  'liberation mono': 'cousine',
};

/** What the font picker offers besides the fonts of the document. */
const OFFERED = ['Arial', 'Calibri', 'Cambria', 'Courier New', 'Times New Roman'];

/**
 * Supplies the fonts a document names, from our own server only. They are registered under the names in the document,
 * because to the layout they are those fonts: every character has the same width.
 */
export async function documentFonts({
  families,
  defaultFamily,
  signal,
}: FontResolutionRequest): Promise<FontConfigurationFragment> {
  const names = new Set([...families, defaultFamily]);
  const sources = [...names].flatMap(sourcesOf);
  const loaded = await loadFonts({ sources, ...(signal ? { signal } : {}) });
  return { ...loaded, supportedFamilies: OFFERED };
}

function sourcesOf(family: string): FontUrlSource[] {
  const font = STAND_INS[family.toLowerCase()];
  return faces
    .filter((face) => face.font === font)
    .map(({ url, weight, style }) => ({ url: new URL(url, import.meta.url).href, family, weight, style }));
}
