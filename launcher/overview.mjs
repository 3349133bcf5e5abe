import { table } from './table.mjs';

/**
 * What a person needs to know once everything runs.
 *
 * @param {import('./launch-context.mjs').LaunchContext} context
 * @param {string[]} parts
 */
export function overview({ board, data }, parts) {
  const libreOffice = board.get('libreoffice');
  const rows = parts.map((name) => [name, board.get(name)?.state ?? '', board.get(name)?.detail ?? '']);
  return table([
    ['library', 'ready', board.url],
    ['health', '', `${board.url}healthcheck`],
    ...rows,
    ['converter', libreOffice?.state ?? '', libreOffice?.detail ?? ''],
    ['data', '', data.path],
    ['logs', '', data.logs],
  ]);
}
