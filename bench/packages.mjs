import { reasonToInstall } from '../launcher/freshness.mjs';
import { commandFailed, runCommand, tryCommand } from '../launcher/run-command.mjs';

const flags = ['--no-audit', '--no-fund', '--engine-strict=false'];
const advice = 'Check the network, then run the benchmark again.';

/**
 * The peers and the load generator have their own packages, so that no peer is ever part of the product.
 *
 * @param {string} folder
 * @param {import('../launcher/terminal.mjs').Terminal} terminal
 */
export async function installBenchPackages(folder, terminal) {
  const reason = reasonToInstall(folder);
  if (!reason) return;
  await terminal.step(`Installing the packages of the benchmarks: ${reason}`, async () => {
    const ci = await tryCommand('npm', ['ci', ...flags], { cwd: folder });
    if (ci.code === 0) return;
    // A registry may lack the packages of other platforms; see launcher/checkout.mjs.
    if (!ci.output.includes('EUSAGE')) throw commandFailed('npm ci', ci, advice);
    await runCommand('npm', ['install', '--no-save', ...flags], { cwd: folder, advice });
  });
}
