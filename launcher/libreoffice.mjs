import {
  findProgram,
  installCommand,
  installPackages,
  libreOfficePackages,
  rightToInstall,
} from './system-packages.mjs';

const part = 'libreoffice';
const withoutIt = '.docx works without it; other formats and thumbnails need it';

/**
 * Finds LibreOffice, or has it installed while people already work. Only the table and the status show the difference.
 *
 * @param {import('./launch-context.mjs').LaunchContext} context
 * @returns {Promise<void>} settled when nothing more will change
 */
export async function provideLibreOffice(context) {
  const present = findProgram('soffice');
  if (present) return context.board.set(part, { state: 'ready', detail: `LibreOffice ${present}` });
  const right = await rightToInstall(context.env);
  if ('refusal' in right) {
    const detail = `LibreOffice missing, install with: ${installCommand(libreOfficePackages)} (not done for you: ${right.refusal})`;
    return context.board.set(part, { state: 'missing', detail });
  }
  const detail = `LibreOffice is being installed in the background (${withoutIt})`;
  context.board.set(part, { state: 'installing', detail });
  void install(context, right.prefix);
}

/**
 * @param {import('./launch-context.mjs').LaunchContext} context
 * @param {string[]} prefix
 */
async function install(context, prefix) {
  const log = context.logOf(part);
  const outcome = await installPackages(prefix, libreOfficePackages, log).catch(String);
  const present = findProgram('soffice');
  if (context.stopping.aborted) return;
  if (present) {
    context.board.set(part, { state: 'ready', detail: `LibreOffice ${present}` });
    context.terminal.say('✓ converter: LibreOffice installed');
    return;
  }
  const reason = typeof outcome === 'string' ? outcome : `see ${log.path}`;
  const detail = `LibreOffice could not be installed (${reason}); by hand: ${installCommand(libreOfficePackages)}`;
  context.board.set(part, { state: 'missing', detail });
  context.terminal.say(`! converter: ${detail}`);
}
