import { setTimeout as pause } from 'node:timers/promises';
import { connectEditors } from '../load/editor.mjs';
import { Ledger } from '../load/ledger.mjs';
import { PacedTyping } from '../load/paced-typing.mjs';
import { measureWindow, untilQuiet } from './window.mjs';

/** Above this the generator measured itself; the run is left out. */
const MOST_GENERATOR_LAG_MS = 20;

/**
 * A: how fast a change is seen and acknowledged under the load of an ordinary office.
 *
 * @param {import('../bench-run.mjs').BenchRun} run
 * @param {import('../servers/server.mjs').RunningServer} server
 */
export async function latency(run, server) {
  const { documents, changesPerSecond, warmUp, seconds } = run.plan.latency;
  const ledger = new Ledger();
  const editors = await connectEditors(server, ledger, 0, documents);
  const typing = new PacedTyping(changesPerSecond);
  typing.start(editors);
  await pause(warmUp * 1000);
  const result = await measureWindow({ run, server, ledger, typing, seconds });
  typing.stop();
  await untilQuiet(ledger);
  return {
    ...result,
    ...ledger.missing,
    dropped: result.generatorLagP99 > MOST_GENERATOR_LAG_MS,
  };
}
