import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/**
 * A module of the built product.
 *
 * @param {string} path below dist, e.g. `libs/document-model/src/index.js`
 * @returns {Promise<any>}
 */
export function fromProduct(path) {
  return import(pathToFileURL(resolve(root, 'dist', path)).href);
}
