/** @typedef {{ name: string, round: number, milliseconds: number, processorMilliseconds: number, peakMegabytes: number }} Measurement */

const PEER = 'libreoffice-convert';

/** @param {readonly number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}

/**
 * Medians of each subject, and ratios to the peer within each round: below 1 is quicker or smaller than the peer.
 *
 * @param {readonly Measurement[]} measurements
 */
export function compare(measurements) {
  const names = [...new Set(measurements.map(({ name }) => name))];
  const of = (/** @type {string} */ name) => measurements.filter((each) => each.name === name);
  return names.map((name) => {
    const own = of(name);
    const ratio = (/** @type {'milliseconds' | 'processorMilliseconds' | 'peakMegabytes'} */ figure) =>
      median(
        own.map(
          (each) => each[figure] / (of(PEER).find(({ round }) => round === each.round)?.[figure] ?? NaN),
        ),
      );
    return {
      name,
      milliseconds: median(own.map((each) => each.milliseconds)),
      processorMilliseconds: median(own.map((each) => each.processorMilliseconds)),
      peakMegabytes: median(own.map((each) => each.peakMegabytes)),
      timeRatio: ratio('milliseconds'),
      processorRatio: ratio('processorMilliseconds'),
      memoryRatio: ratio('peakMegabytes'),
    };
  });
}

/**
 * @param {ReturnType<typeof compare>} comparison
 * @param {{ masterBytes: number, changeLogBytes: number, changes: number }} input
 */
export function tables(comparison, input) {
  const heading = ['', 'ms', 'of the peer', 'processor ms', 'of the peer', 'peak MB', 'of the peer'];
  const rows = comparison.map((each) => [
    each.name,
    each.milliseconds.toFixed(0),
    `${each.timeRatio.toFixed(2)}x`,
    each.processorMilliseconds.toFixed(0),
    `${each.processorRatio.toFixed(2)}x`,
    each.peakMegabytes.toFixed(0),
    `${each.memoryRatio.toFixed(2)}x`,
  ]);
  const widths = heading.map((_, column) =>
    Math.max(...[heading, ...rows].map((row) => row[column]?.length ?? 0)),
  );
  const line = (/** @type {string[]} */ cells) =>
    cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('   ');
  const title = `Document of ${(input.masterBytes / 1024).toFixed(0)} KB, ${input.changes} changes in ${(input.changeLogBytes / 1024).toFixed(0)} KB; the peer converts docx to docx`;
  return [title, '', line(heading), ...rows.map(line)].join('\n');
}
