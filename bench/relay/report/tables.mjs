import { median } from '../load/ledger.mjs';

/** @typedef {import('../rounds.mjs').Measurement} Measurement */
/** @typedef {[heading: string, read: (result: any) => number | undefined, digits: number]} Column */

/** @type {Record<string, { title: string, columns: Column[] }>} */
const scenarios = {
  A: {
    title: 'A. Latency',
    columns: [
      ['receive p50 ms', (a) => a.receiveP50, 2],
      ['p99', (a) => a.receiveP99, 1],
      ['ack p50 ms', (a) => a.acknowledgeP50, 2],
      ['p99', (a) => a.acknowledgeP99, 1],
      ['server CPU µs/change', (a) => a.serverMicros, 0],
      ['+ database', (a) => a.databaseMicros, 0],
      ['generator lag p99 ms', (a) => a.generatorLagP99, 1],
      ['lost', (a) => a.lost, 0],
      ['not acked', (a) => a.unacknowledged, 0],
    ],
  },
  B: {
    title: 'B. Throughput at receive p99 <= 250 ms and ack p99 <= 400 ms',
    columns: [
      ['changes/s', (b) => b.changesPerSecond, 0],
      ['receive p99 ms', (b) => b.receiveP99, 0],
      ['ack p99 ms', (b) => b.acknowledgeP99, 0],
      ['server CPU µs/change', (b) => b.serverMicros, 0],
      ['+ database', (b) => b.databaseMicros, 0],
      ['server CPU %', (b) => b.serverLoad * 100, 0],
      ['generator lag p99 ms', (b) => b.generatorLagP99, 1],
      ['lost', (b) => b.lost, 0],
      ['not acked', (b) => b.unacknowledged, 0],
    ],
  },
  D: {
    title: 'D. Idle connections',
    columns: [
      ['connections', (d) => d.connections, 0],
      ['MB before', (d) => d.megabytesBefore, 0],
      ['MB after', (d) => d.megabytesAfter, 0],
      ['KB per connection', (d) => d.kilobytesPerConnection, 1],
      ['connects/s', (d) => d.connectsPerSecond, 0],
      ['server CPU % after', (d) => d.idleLoad * 100, 0],
    ],
  },
};

/**
 * One table per scenario, a row per server: medians of the rounds.
 *
 * @param {readonly Measurement[]} measurements
 * @param {readonly import('../servers/server.mjs').ServerUnderTest[]} servers
 */
export function resultTables(measurements, servers) {
  const played = Object.entries(scenarios).filter(([name]) => measurements.some((m) => m.scenario === name));
  return played.map(([scenario, { title, columns }]) => {
    const rows = servers.map(({ name, title: server, acknowledgement }) => {
      const all = measurements.filter((each) => each.scenario === scenario && each.server === name);
      const used = all.filter((each) => !each.result.dropped);
      const cells = columns.map(([, read, digits]) =>
        shown(median(used.map(({ result }) => read(result) ?? NaN)), digits),
      );
      const limits = [...new Set(used.map(({ result }) => result.limitedBy))].filter(Boolean).join(', ');
      const count = all.length === used.length ? `${all.length}` : `${used.length} of ${all.length}`;
      const rounds = limits ? `${count}, limited by ${limits}` : count;
      return [server, acknowledgement, ...cells, rounds];
    });
    const headings = ['server', 'ack means', ...columns.map(([heading]) => heading), 'rounds'];
    return `${title}\n${alignedTable(headings, rows)}`;
  });
}

/** @param {ReturnType<typeof import('./targets.mjs').compare>} comparisons */
export function targetTable(comparisons) {
  const rows = comparisons.map(({ scenario, metric, peer, relation, target, ratio, rounds, isMet }) => [
    scenario,
    metric,
    peer,
    `${relation} ${target}x`,
    `${ratio.toFixed(2)}x`,
    isMet ? 'ok' : 'missed',
    rounds.map((each) => each.toFixed(2)).join(' '),
  ]);
  const headings = ['', 'Quire compared with', 'peer', 'target', 'ratio', '', 'per round'];
  return `Ratios to the peers\n${alignedTable(headings, rows)}`;
}

/**
 * @param {number} value
 * @param {number} digits
 */
function shown(value, digits) {
  return Number.isFinite(value) ? value.toFixed(digits) : Number.isNaN(value) ? '-' : 'never';
}

/**
 * @param {readonly string[]} headings
 * @param {readonly (readonly string[])[]} rows
 */
function alignedTable(headings, rows) {
  const widths = headings.map((heading, at) =>
    Math.max(heading.length, ...rows.map((row) => row[at]?.length ?? 0)),
  );
  return [headings, ...rows]
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `  ${line}`)
    .join('\n');
}
