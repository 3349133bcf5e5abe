import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Terminal } from '../../launcher/terminal.mjs';
import { makeInput } from './input.mjs';
import { runMeasured } from './measured-process.mjs';
import { compare, tables } from './report.mjs';

/*
 * Opens and assembles one large document with Quire and converts the same file with libreoffice-convert, in turns. Every
 * measurement is a fresh process, so Quire pays for loading its engine and starting its thread each time.
 */

const args = process.argv.slice(2);
const isQuick = args.includes('--quick');
const plan = isQuick ? { words: 20_000, edits: 50, rounds: 1 } : { words: 200_000, edits: 500, rounds: 3 };
const terminal = new Terminal(process.stderr);

/** What is measured, in the order of a round. */
const subjects = [
  { name: 'quire open', task: 'quire-open.mjs' },
  { name: 'quire assemble', task: 'quire-assemble.mjs' },
  { name: 'libreoffice-convert', task: 'libreoffice-convert.mjs' },
];

/** @param {string} folder */
async function measure(folder) {
  const input = await terminal.step(`Making a document of ${plan.words} words and ${plan.edits} edits`, () =>
    makeInput(folder, plan),
  );
  const measurements = [];
  for (let round = 1; round <= plan.rounds; round++) {
    for (const { name, task } of subjects) {
      terminal.say(`round ${round} of ${plan.rounds}: ${name}`);
      measurements.push({ name, round, ...(await runMeasured(task, [folder])) });
    }
  }
  return { input, measurements };
}

const folder = mkdtempSync(join(tmpdir(), 'bench-assembly-'));
try {
  const { input, measurements } = await measure(folder);
  const comparison = compare(measurements);
  const machine = { processors: cpus().length, node: process.version, loadAverage: loadavg() };
  if (args.includes('--json')) {
    const result = { benchmark: 'assembly', quick: isQuick, machine, plan, input, measurements, comparison };
    process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`);
  } else {
    console.log(`\n${tables(comparison, input)}`);
    console.log(
      `\nMedians of ${plan.rounds} round(s), each in a fresh process. ${machine.processors} processors, load average at the end ${machine.loadAverage[0]?.toFixed(1)}.`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
