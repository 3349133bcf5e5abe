import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Terminal } from '../../launcher/terminal.mjs';
import { BenchRun } from './bench-run.mjs';
import { median } from './load/ledger.mjs';
import { checkUpdates } from './load/yjs-updates.mjs';
import { Database } from './machine/database.mjs';
import { keepToGeneratorProcessor, pinning } from './machine/processors.mjs';
import { readOptions } from './options.mjs';
import { documentsNeeded, fullPlan, quickPlan } from './plan.mjs';
import { compare } from './report/targets.mjs';
import { resultTables, targetTable } from './report/tables.mjs';
import { playRounds } from './rounds.mjs';
import { hocuspocus } from './servers/hocuspocus.mjs';
import { Quire } from './servers/quire.mjs';
import { killServers } from './servers/server.mjs';
import { yWebsocket } from './servers/y-websocket.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const options = readOptions(process.argv.slice(2));
const terminal = new Terminal(process.stderr);
const quire = new Quire();
const servers = [hocuspocus, quire, yWebsocket].filter(
  ({ name }) => !options.servers || options.servers.includes(name),
);

/** @param {string} folder */
async function measure(folder) {
  checkUpdates();
  const plan = {
    ...(options.quick ? quickPlan : fullPlan),
    ...(options.rounds && { rounds: options.rounds }),
  };
  const database = await Database.start(root, join(folder, 'database'), terminal);
  onInterruption(folder, database);
  const run = new BenchRun({ root, folder, plan, database, note: (line) => terminal.say(line) });
  try {
    if (servers.includes(quire)) {
      await terminal.step('Opening the documents in Quire', () => quire.prepare(run, documentsNeeded(plan)));
    }
    keepToGeneratorProcessor();
    return { plan, measurements: await playRounds(run, servers, options.scenarios) };
  } finally {
    quire.close();
    await database.stop();
  }
}

/**
 * Nothing of an interrupted benchmark stays: no server, no database, no folder.
 *
 * @param {string} folder
 * @param {Database} database
 */
function onInterruption(folder, database) {
  const end = async (/** @type {unknown} */ reason) => {
    terminal.say(reason instanceof Error ? reason.stack : String(reason));
    await killServers();
    quire.close();
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
    process.exit(1);
  };
  for (const event of ['SIGINT', 'SIGTERM', 'uncaughtException']) process.once(event, end);
}

/** @param {Awaited<ReturnType<typeof measure>>} outcome */
function report({ plan, measurements }) {
  const comparisons = compare(measurements, median);
  const machine = { processors: cpus().length, node: process.version, pinning, loadAverage: loadavg() };
  if (options.json) {
    const result = { benchmark: 'relay', quick: options.quick, machine, plan, measurements, comparisons };
    process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`);
    return;
  }
  console.log(`\n${resultTables(measurements, servers).join('\n\n')}\n\n${targetTable(comparisons)}`);
  console.log(
    `\nMedians of ${plan.rounds} round(s). ${machine.processors} processors, ${pinning}, load average at the end ${loadavg()[0]?.toFixed(1)}.`,
  );
  console.log(
    'Absolute numbers depend on this machine and on what else it does; judge by ratios and by processor time per change.',
  );
  if (options.quick)
    console.log('This was a short run: it shows that everything works and proves no figure.');
}

const folder = mkdtempSync(join(tmpdir(), 'quire-bench-'));
try {
  const outcome = await measure(folder);
  report(outcome);
  const lost = outcome.measurements.reduce((sum, { result }) => sum + (result.lost ?? 0), 0);
  if (lost > 0) {
    console.error(`${lost} changes never reached the other editor.`);
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit();
