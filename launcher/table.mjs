/**
 * Columns as wide as their widest cell; the last one is free.
 *
 * @param {string[][]} rows
 * @returns {string}
 */
export function table(rows) {
  const widths = rows.reduce(
    (known, row) => row.map((cell, at) => Math.max(cell.length, known[at] ?? 0)),
    /** @type {number[]} */ ([]),
  );
  return rows
    .map((row) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  '))
    .map((line) => `  ${line.trimEnd()}`)
    .join('\n');
}
