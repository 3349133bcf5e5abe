import { join } from 'node:path';
import { LaunchError } from './launch-error.mjs';
import { findProgram, libreOfficePackages } from './system-packages.mjs';

/**
 * @typedef {object} Suite
 * @property {string} name
 * @property {Array<{ name: string, command: string[] }>} [steps] each counts as one test
 * @property {string} [project] a vitest project
 */

/** @type {Suite[]} */
export const suites = [
  {
    name: 'check',
    steps: [
      { name: 'typecheck', command: ['npm', 'run', 'typecheck'] },
      { name: 'typecheck of the launcher', command: [inPackages('tsc'), '-p', 'launcher'] },
      { name: 'lint', command: ['npm', 'run', 'lint'] },
      { name: 'boundaries', command: ['npm', 'run', 'boundaries'] },
      { name: 'format', command: [inPackages('prettier'), '--check', '--log-level', 'warn', '.'] },
      { name: 'manifests', command: ['node', 'k8s/check.mjs'] },
    ],
  },
  ...['unit', 'engine', 'convergence', 'e2e'].map((project) => ({ name: project, project })),
];

/**
 * @param {string} project
 * @param {string} results
 */
export function vitestCommand(project, results) {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
  return [inPackages('vitest'), 'run', '--project', project, ...reporters];
}

/** What the tests use beyond npm packages, by the program that shows it is there. */
export const systemNeeds = [
  { programs: ['soffice'], packages: libreOfficePackages, for: 'conversion tests' },
  { programs: ['redis-server'], packages: ['redis-server'], for: 'tests of the cluster profile' },
  { programs: ['rabbitmq-server'], packages: ['rabbitmq-server'], for: 'tests of the cluster profile' },
  {
    programs: ['chromium', 'chromium-browser', 'google-chrome'],
    packages: ['chromium'],
    for: 'browser stories',
  },
];

export function missingNeeds() {
  return systemNeeds.filter(({ programs }) => !programs.some((name) => findProgram(name)));
}

/**
 * The suites to run: all, or those of `--only unit,e2e`.
 *
 * @param {string[]} given
 * @returns {Suite[]}
 */
export function chosenSuites(given) {
  const [option, names = '', ...rest] = given.flatMap((word) =>
    word.startsWith('--only=') ? ['--only', word.slice(7)] : [word],
  );
  const known = suites.map(({ name }) => name);
  if (option === undefined) return suites;
  const wanted = names.split(',').filter(Boolean);
  const wrong = wanted.find((name) => !known.includes(name));
  if (option !== '--only' || rest.length > 0 || wanted.length === 0 || wrong) {
    throw new LaunchError(
      `Usage: npm test [-- --only ${known.join(',')}]${wrong ? `; there is no suite ${wrong}` : ''}`,
    );
  }
  return suites.filter(({ name }) => wanted.includes(name));
}

/** @param {string} program */
function inPackages(program) {
  return join('node_modules', '.bin', program);
}
