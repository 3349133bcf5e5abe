import { setTimeout as pause } from 'node:timers/promises';
import { connectEditors } from '../load/editor.mjs';
import { Ledger } from '../load/ledger.mjs';
import { processorMicroseconds, residentBytes } from '../machine/processor-time.mjs';

const LOOK_EVERY_MS = 250;
/** documents whose editors come at once */
const TOGETHER = 50;

/**
 * D: what a connection costs that only waits.
 *
 * @param {import('../bench-run.mjs').BenchRun} run
 * @param {import('../servers/server.mjs').RunningServer} server
 */
export async function idle(run, server) {
  const { documents, settle, longestConnecting } = run.plan.idle;
  const ledger = new Ledger();
  const before = await smallestMemory(server, settle);
  const startedAt = performance.now();
  let length = 0;
  const elapsed = () => (performance.now() - startedAt) / 1000;
  for (let from = 0; from < documents && elapsed() < longestConnecting; from += TOGETHER) {
    length += (await connectEditors(server, ledger, from, Math.min(from + TOGETHER, documents))).length;
  }
  const connectSeconds = elapsed();
  const waitingSince = { at: performance.now(), micros: processorMicroseconds(server.pid) };
  const after = await smallestMemory(server, settle);
  const waited = performance.now() - waitingSince.at;
  if (ledger.failure) throw ledger.failure;
  return {
    connections: length,
    megabytesBefore: before / 1e6,
    megabytesAfter: after / 1e6,
    kilobytesPerConnection: (after - before) / length / 1000,
    connectsPerSecond: length / connectSeconds,
    /** while nobody types, right after the connecting: what that left to do counts too */
    idleLoad: (processorMicroseconds(server.pid) - waitingSince.micros) / waited / 1000,
  };
}

/**
 * Garbage that is not collected yet is no cost of a connection.
 *
 * @param {import('../servers/server.mjs').RunningServer} server
 * @param {number} seconds
 */
async function smallestMemory(server, seconds) {
  let smallest = Infinity;
  for (let waited = 0; waited <= seconds * 1000; waited += LOOK_EVERY_MS) {
    smallest = Math.min(smallest, residentBytes(server.pid));
    await pause(LOOK_EVERY_MS);
  }
  return smallest;
}
