import { setTimeout as pause } from 'node:timers/promises';
import { processorMicroseconds, treeMicroseconds } from '../machine/processor-time.mjs';
import { percentile } from '../load/ledger.mjs';

/** How long a change may be on its way before it counts as not delivered. */
const PATIENCE_MS = 3_000;

/**
 * @typedef {object} WindowResult
 * @property {number} changesPerSecond that reached the other editor
 * @property {number} receiveP50 @property {number} receiveP99
 * @property {number} acknowledgeP50 @property {number} acknowledgeP99
 * @property {number} serverMicros processor time of the server per change
 * @property {number} databaseMicros of PostgreSQL per change
 * @property {number} serverLoad share of one processor
 * @property {number} generatorLagP99 milliseconds
 * @property {number} offered changes that the generator sent
 */

/**
 * Measures for `seconds` while editors type, then waits for what is on its way.
 *
 * @param {object} given
 * @param {import('../bench-run.mjs').BenchRun} given.run
 * @param {import('../servers/server.mjs').RunningServer} given.server
 * @param {import('../load/ledger.mjs').Ledger} given.ledger
 * @param {import('../load/paced-typing.mjs').PacedTyping} given.typing
 * @param {number} given.seconds
 * @param {number} [given.patience]
 * @returns {Promise<WindowResult>}
 */
export async function measureWindow({ run, server, ledger, typing, seconds, patience = PATIENCE_MS }) {
  typing.takeLags();
  const before = readMeters(run, server, ledger);
  await pause(seconds * 1000);
  const after = readMeters(run, server, ledger);
  const lags = typing.takeLags();
  await untilDelivered(ledger, after.sent, patience);
  if (ledger.failure) throw ledger.failure;
  const receive = ledger.receiveTimes(before.sent, after.sent);
  const acknowledge = ledger.acknowledgedCount > 0 ? ledger.acknowledgeTimes(before.sent, after.sent) : [];
  const delivered = Math.max(1, after.received - before.received);
  const elapsed = (after.at - before.at) / 1000;
  return {
    changesPerSecond: delivered / elapsed,
    receiveP50: percentile(receive, 0.5),
    receiveP99: percentile(receive, 0.99),
    acknowledgeP50: percentile(acknowledge, 0.5),
    acknowledgeP99: percentile(acknowledge, 0.99),
    serverMicros: (after.server - before.server) / delivered,
    databaseMicros: (after.database - before.database) / delivered,
    serverLoad: (after.server - before.server) / elapsed / 1e6,
    generatorLagP99: percentile(lags, 0.99),
    offered: after.sent - before.sent,
  };
}

/**
 * @param {import('../bench-run.mjs').BenchRun} run
 * @param {import('../servers/server.mjs').RunningServer} server
 * @param {import('../load/ledger.mjs').Ledger} ledger
 */
function readMeters(run, server, ledger) {
  return {
    at: performance.now(),
    sent: ledger.count,
    received: ledger.receivedCount,
    server: processorMicroseconds(server.pid),
    database: treeMicroseconds(run.database.pid),
  };
}

/**
 * @param {import('../load/ledger.mjs').Ledger} ledger
 * @param {number} through
 * @param {number} patience
 */
async function untilDelivered(ledger, through, patience) {
  const deadline = performance.now() + patience;
  const isDone = () =>
    ledger.receivedCount >= through &&
    (ledger.acknowledgedCount === 0 || ledger.acknowledgedCount >= through);
  while (!isDone() && performance.now() < deadline) await pause(10);
}

/**
 * Waits until everything sent was received, or the patience ends.
 *
 * @param {import('../load/ledger.mjs').Ledger} ledger
 * @param {number} [patience]
 */
export function untilQuiet(ledger, patience = 10_000) {
  return untilDelivered(ledger, ledger.count, patience);
}
