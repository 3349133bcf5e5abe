import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';
import { mergeSubsets } from './merge-subsets.js';
import { readWoff, writeTrueType } from './sfnt.js';

const MODULE = 'virtual:document-fonts';
const LOADED = `\0${MODULE}`;
const PACKAGES = ['carlito', 'caladea', 'arimo', 'tinos', 'cousine'];
const FACES = [
  { weight: 400, style: 'normal' },
  { weight: 400, style: 'italic' },
  { weight: 700, style: 'normal' },
  { weight: 700, style: 'italic' },
] as const;

/** Serves `virtual:document-fonts`: every face of the open fonts with the address of its merged TrueType file. */
export function documentFonts(nodeModules: string): Plugin {
  const folder = resolve(nodeModules, '.cache/document-fonts');
  return {
    name: 'document-fonts',
    resolveId: (id) => (id === MODULE ? LOADED : null),
    async load(id) {
      if (id !== LOADED) return null;
      await mkdir(folder, { recursive: true });
      const faces = PACKAGES.flatMap((font) => FACES.map((face) => ({ font, ...face })));
      const files = await Promise.all(
        faces.map(async ({ font, weight, style }) => {
          const file = join(folder, `${font}-${weight}-${style}.ttf`);
          const merged = await mergedFace(
            join(nodeModules, '@fontsource', font, 'files'),
            `${weight}-${style}`,
          );
          await writeFile(file, merged);
          return file;
        }),
      );
      const imports = files.map((file, i) => `import f${i} from ${JSON.stringify(`${file}?url`)};`);
      const list = faces.map((face, i) => `{ ...${JSON.stringify(face)}, url: f${i} }`);
      return `${imports.join('\n')}\nexport const faces = [${list.join(', ')}];`;
    },
  };
}

async function mergedFace(folder: string, face: string): Promise<Buffer> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(`-${face}.woff`));
  // Latin comes first: its glyphs keep their numbers, and with them kerning and ligatures.
  const isLatin = (name: string): boolean => name.includes(`-latin-${face}`);
  const ordered = [...names.filter(isLatin), ...names.filter((name) => !isLatin(name)).toSorted()];
  const pieces = await Promise.all(ordered.map(async (name) => readWoff(await readFile(join(folder, name)))));
  return writeTrueType(mergeSubsets(pieces));
}
