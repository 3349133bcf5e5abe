import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Checkout } from './checkout.mjs';
import { reasonToInstall } from './freshness.mjs';
import { LaunchError } from './launch-error.mjs';
import { LogFile } from './log-file.mjs';
import { showCommand } from './shown-command.mjs';
import { watchStopSignals } from './stop-signals.mjs';
import { installCommand, installPackages, rightToInstall } from './system-packages.mjs';
import { Terminal } from './terminal.mjs';
import { chosenSuites, missingNeeds, vitestCommand } from './test-plan.mjs';
import { countVitest, testReport } from './test-report.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const longest = 45 * 60_000;

/** @typedef {import('./test-report.mjs').SuiteResult} SuiteResult */

/** `npm test`: everything a fresh machine needs, every suite, one table, and the sum in the last line. */
export async function main() {
  const terminal = new Terminal();
  const { stopping } = watchStopSignals();
  const logs = mkdtempSync(join(tmpdir(), 'quire-test-'));
  /** @type {SuiteResult[]} */
  const results = [];
  try {
    const chosen = chosenSuites(process.argv.slice(2));
    await provideSystemPackages(terminal, logs);
    await prepare(terminal, stopping, results);
    for (const suite of chosen) {
      if (stopping.aborted) break;
      results.push(await runSuite(suite, { logs, stopping, terminal }));
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof LaunchError && error.output) terminal.say(error.output);
    results.push({
      name: 'set-up',
      passed: 0,
      skipped: 0,
      failures: [{ where: 'before the tests', reason }],
      seconds: 0,
    });
  }
  if (stopping.aborted) {
    results.push({
      name: 'the rest',
      passed: 0,
      skipped: 0,
      failures: [{ where: 'not run', reason: 'stopped by you' }],
      seconds: 0,
    });
  }
  remindOfMissing(terminal);
  terminal.say(`\n${testReport(results, { logs, root })}`);
  process.exit(results.some(({ failures }) => failures.length > 0) ? 1 : 0);
}

/**
 * @param {Terminal} terminal
 * @param {string} logs
 */
async function provideSystemPackages(terminal, logs) {
  const packages = missingNeeds().flatMap((need) => need.packages);
  if (packages.length === 0) return;
  const right = await rightToInstall(process.env);
  if ('refusal' in right) return;
  const log = new LogFile(join(logs, 'system-packages.log'));
  const installed = await terminal.step(`Installing ${packages.join(', ')}`, () =>
    installPackages(right.prefix, packages, log),
  );
  if (!installed) terminal.say(`${log.tail()}\n! Not everything could be installed, see ${log.path}`);
}

/** @param {Terminal} terminal */
function remindOfMissing(terminal) {
  const missing = missingNeeds();
  if (missing.length === 0) return;
  terminal.say('\n! NOT EVERYTHING WAS TESTED. Missing on this machine:');
  for (const need of missing) terminal.say(`!   ${need.packages[0]}, so ${need.for} are skipped`);
  terminal.say(`! Install with: ${installCommand(missing.flatMap(({ packages }) => packages))}`);
}

/**
 * A build that fails is a failed test like any other; without packages nothing can run.
 *
 * @param {Terminal} terminal
 * @param {AbortSignal} stopping
 * @param {SuiteResult[]} results
 */
async function prepare(terminal, stopping, results) {
  const startedAt = Date.now();
  try {
    await new Checkout(root, terminal, stopping).prepare();
  } catch (error) {
    if (!(error instanceof LaunchError) || reasonToInstall(root)) throw error;
    terminal.say(`${error.output ?? ''}\n✗ ${error.message}`);
    const failures = [{ where: error.message, reason: 'see above' }];
    results.push({ name: 'build', passed: 0, skipped: 0, failures, seconds: secondsSince(startedAt) });
  }
}

/**
 * @param {import('./test-plan.mjs').Suite} suite
 * @param {{ logs: string, stopping: AbortSignal, terminal: Terminal }} run
 * @returns {Promise<SuiteResult>}
 */
async function runSuite(suite, run) {
  const startedAt = Date.now();
  run.terminal.say(`\n── ${suite.name} ──`);
  const counts = suite.project ? await runProject(suite.project, run) : await runSteps(suite, run);
  return { name: suite.name, ...counts, seconds: secondsSince(startedAt) };
}

/**
 * @param {string} project
 * @param {{ logs: string, stopping: AbortSignal }} run
 */
async function runProject(project, { logs, stopping }) {
  const results = join(logs, `${project}.json`);
  const code = await showCommand(vitestCommand(project, results), {
    cwd: root,
    log: join(logs, `${project}.log`),
    title: project,
    signal: stopping,
    limit: longest,
  });
  return countVitest(existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : undefined, code);
}

/**
 * @param {import('./test-plan.mjs').Suite} suite
 * @param {{ logs: string, stopping: AbortSignal, terminal: Terminal }} run
 */
async function runSteps({ name, steps = [] }, { logs, stopping, terminal }) {
  const failures = [];
  for (const step of steps) {
    const log = join(logs, `${name}.log`);
    const code = await showCommand(step.command, {
      cwd: root,
      log,
      title: step.name,
      signal: stopping,
      limit: longest,
    });
    terminal.say(`${code === 0 ? '✓' : '✗'} ${step.name}`);
    if (code !== 0) failures.push({ where: step.name, reason: `ended with ${code}, see ${log}` });
    if (stopping.aborted) break;
  }
  return { passed: steps.length - failures.length, skipped: 0, failures };
}

/** @param {number} since */
function secondsSince(since) {
  return Math.round((Date.now() - since) / 1000);
}
