import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseStartArguments, startHelp } from './arguments.mjs';
import { launch } from './launch.mjs';
import { LaunchError } from './launch-error.mjs';
import { watchStopSignals } from './stop-signals.mjs';
import { Terminal } from './terminal.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** `npm start`: ends with code 0 after an orderly stop, with 1 and a sentence when the start cannot go on. */
export async function main() {
  const terminal = new Terminal();
  const { stopping, onForce } = watchStopSignals();
  try {
    const options = parseStartArguments(process.argv.slice(2));
    if (options.help) return terminal.say(startHelp);
    await launch({ root, env: process.env, options, terminal, stopping, onForce });
  } catch (error) {
    if (!stopping.aborted) {
      process.exitCode = 1;
      tell(terminal, error);
    }
  }
  // Background work (an installation, open pipes) must not hold the prompt back.
  process.exit();
}

/**
 * @param {Terminal} terminal
 * @param {unknown} error
 */
function tell(terminal, error) {
  if (!(error instanceof LaunchError))
    return terminal.say(error instanceof Error ? error.stack : String(error));
  if (error.output) terminal.say(`\n${error.output}\n`);
  terminal.say(`✗ ${error.message}`);
}
