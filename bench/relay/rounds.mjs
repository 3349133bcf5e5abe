import { idle } from './scenarios/idle.mjs';
import { latency } from './scenarios/latency.mjs';
import { throughput } from './scenarios/throughput.mjs';

/** @typedef {import('./servers/server.mjs').ServerUnderTest} ServerUnderTest */

/**
 * @typedef {object} Measurement
 * @property {number} round
 * @property {string} scenario
 * @property {string} server
 * @property {Record<string, any>} result
 */

const scenarios = /** @type {const} */ ([
  ['A', latency],
  ['B', throughput],
  ['D', idle],
]);

/**
 * One server at a time, a fresh process for every scenario; the servers take turns within a round, and every round
 * begins with another one, so that a busy minute of the machine does not always hit the same.
 *
 * @param {import('./bench-run.mjs').BenchRun} run
 * @param {readonly ServerUnderTest[]} servers
 * @param {readonly string[]} wanted scenarios
 * @returns {Promise<Measurement[]>}
 */
export async function playRounds(run, servers, wanted) {
  /** @type {Measurement[]} */
  const measurements = [];
  for (let round = 0; round < run.plan.rounds; round++) {
    const order = [...servers.slice(round % servers.length), ...servers.slice(0, round % servers.length)];
    for (const [scenario, measure] of scenarios.filter(([name]) => wanted.includes(name))) {
      for (const server of order) {
        run.note(`  round ${round + 1} of ${run.plan.rounds}, ${scenario}, ${server.title}`);
        const running = await server.start(run);
        try {
          const result = await measure(run, running);
          measurements.push({ round: round + 1, scenario, server: server.name, result });
        } finally {
          await running.stop();
        }
      }
    }
  }
  return measurements;
}
