import { table } from './table.mjs';

/**
 * What a person needs to know once everything runs.
 *
 * @param {import('./launch-context.mjs').LaunchContext} context
 * @param {string[]} parts
 */
export function overview({ board, data }, parts) {
  const conversion = board.get('libreoffice');
  const rows = parts.map((name) => {
    const { state = '', detail = '' } = board.get(name) ?? {};
    return name === 'converter' ? [name, state, conversion?.detail ?? ''] : [name, state, detail];
  });
  if (!parts.includes('converter'))
    rows.push(['converter', conversion?.state ?? '', conversion?.detail ?? '']);
  return table([
    ['library', 'ready', board.url],
    ['health', '', `${board.url}healthcheck`],
    ...rows,
    ['data', '', data.path],
    ['logs', '', data.logs],
  ]);
}
