import { constants } from 'node:fs';
import { access, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const PLACES = [
  '/usr/bin/soffice',
  '/usr/bin/libreoffice',
  '/usr/local/bin/soffice',
  '/opt/libreoffice/program/soffice',
  '/Applications/LibreOffice.app/Contents/MacOS/soffice',
];

/** The program; undefined where it is missing or only half installed. */
export async function findOffice(places: readonly string[] = PLACES): Promise<string | undefined> {
  for (const place of places) if (await isComplete(place)) return place;
  return undefined;
}

/** While a package manager works, the start script is there before the program and the word processor are. */
async function isComplete(place: string): Promise<boolean> {
  try {
    await access(place, constants.X_OK);
    const folder = dirname(await realpath(place));
    if (!folder.endsWith('program')) return true;
    await access(join(folder, 'soffice.bin'), constants.X_OK);
    await access(join(folder, 'libswlo.so'), constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
