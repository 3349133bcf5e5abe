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

const folder = mkdtempSync(join(tmpdir(), 'quire-bench-'));
/** @type {Database | undefined} */
let database;

async function measure() {
  checkUpdates();
  const plan = {
    ...(options.quick ? quickPlan : fullPlan),
    ...(options.rounds && { rounds: options.rounds }),
  };
  database = await Database.start(root, join(folder, 'database'), terminal);
  const run = new BenchRun({ root, folder, plan, database, note: (line) => terminal.say(line) });
  if (servers.includes(quire)) {
    await terminal.step('Preparing Quire', () => quire.prepare(run, documentsNeeded(plan)));
  }
  keepToGeneratorProcessor();
  return { plan, measurements: await playRounds(run, servers, options.scenarios) };
}

/** Nothing stays, also after an interruption: no server, no database, no folder. */
async function end() {
  await killServers();
  quire.close();
  await database?.stop();
  rmSync(folder, { recursive: true, force: true });
  process.exit();
}

/** @param {unknown} reason */
async function endEarly(reason) {
  console.error(reason instanceof Error ? reason.stack : `ended by ${reason}`);
  process.exitCode = 1;
  await end();
}

/** @param {Awaited<ReturnType<typeof measure>>} outcome */
function report({ plan, measurements }) {
  // nothing was driven to its limit in a quick run
  const comparisons = options.quick ? [] : compare(measurements, median);
  const machine = { processors: cpus().length, node: process.version, pinning, loadAverage: loadavg() };
  if (options.json) {
    const result = { benchmark: 'relay', quick: options.quick, machine, plan, measurements, comparisons };
    process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`);
    return;
  }
  const tables = [
    ...resultTables(measurements, servers),
    ...(comparisons.length > 0 ? [targetTable(comparisons)] : []),
  ];
  console.log(`\n${tables.join('\n\n')}`);
  console.log(
    `\nMedians of ${plan.rounds} round(s). ${machine.processors} processors, ${pinning}, load average at the end ${loadavg()[0]?.toFixed(1)}.`,
  );
  console.log(
    'Absolute numbers depend on this machine and on what else it does; judge by ratios and by processor time per change.',
  );
  if (options.quick)
    console.log('This was a short run: it shows that everything works and proves no figure.');
}

for (const event of ['SIGINT', 'SIGTERM', 'uncaughtException']) process.once(event, endEarly);
try {
  const outcome = await measure();
  report(outcome);
  const missing = outcome.measurements.reduce(
    (sum, { result }) => sum + (result.lost ?? 0) + (result.unacknowledged ?? 0),
    0,
  );
  if (missing > 0) {
    console.error(`${missing} changes never reached the other editor or were never acknowledged.`);
    process.exitCode = 1;
  }
} catch (error) {
  await endEarly(error);
}
await end();
