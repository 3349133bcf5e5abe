import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { requireNode } from '../launcher/node-version.mjs';

requireNode(process.versions.node);
const { Checkout } = await import('../launcher/checkout.mjs');
const { LaunchError } = await import('../launcher/launch-error.mjs');
const { Terminal } = await import('../launcher/terminal.mjs');
const { installBenchPackages } = await import('./packages.mjs');

const bench = dirname(fileURLToPath(import.meta.url));
const root = dirname(bench);

/** `node bench/run.mjs <name> [--json] [--quick]`: prepares the checkout and runs bench/<name>/main.mjs. */
async function main() {
  const [name, ...options] = process.argv.slice(2);
  const entry = join(bench, name ?? '', 'main.mjs');
  if (!name || !/^[a-z-]+$/.test(name) || !existsSync(entry)) {
    throw new LaunchError(
      `Which benchmark? Use: node bench/run.mjs <${names().join('|')}> [--json] [--quick]`,
    );
  }
  // Results alone go to the standard output, so that `--json` can be piped.
  const terminal = new Terminal(process.stderr);
  await installBenchPackages(bench, terminal);
  await new Checkout(root, terminal).prepare();
  return run(entry, options);
}

function names() {
  return readdirSync(bench).filter((name) => existsSync(join(bench, name, 'main.mjs')));
}

/**
 * A process of its own: what the preparation left behind must not disturb a measurement.
 *
 * @param {string} entry
 * @param {string[]} options
 * @returns {Promise<number>}
 */
function run(entry, options) {
  // The terminal sends Ctrl-C to both; the benchmark ends what it started, then this process ends.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  const child = spawn(process.execPath, [entry, ...options], { stdio: 'inherit', cwd: root });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(signal ? 1 : (code ?? 1)));
  });
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof LaunchError)) throw error;
  if (error.output) process.stderr.write(`${error.output}\n`);
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
