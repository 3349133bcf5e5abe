import { table } from './table.mjs';

/** @typedef {{ where: string, reason: string }} Failure */

/**
 * @typedef {object} SuiteResult
 * @property {string} name
 * @property {number} passed
 * @property {number} skipped
 * @property {Failure[]} failures
 * @property {number} seconds
 */

/**
 * @typedef {object} VitestResults
 * @property {Array<{ name: string, status: string, message?: string, assertionResults: Array<{ fullName: string, status: string, failureMessages?: string[] | null }> }>} testResults
 */

/**
 * What a vitest run amounts to. A suite never looks better than it was: files that did not load, errors outside of
 * tests, and a run without any test are failures.
 *
 * @param {VitestResults | undefined} results nothing when vitest wrote none
 * @param {number | string} exitCode
 * @returns {Omit<SuiteResult, 'name' | 'seconds'>}
 */
export function countVitest(results, exitCode) {
  const files = results?.testResults ?? [];
  const tests = files.flatMap((file) => file.assertionResults);
  const passed = tests.filter(({ status }) => status === 'passed').length;
  const failures = files.flatMap(failuresOf);
  const skipped = tests.filter(({ status }) => status !== 'passed' && status !== 'failed').length;
  if (!results)
    failures.push({ where: 'the whole suite', reason: `vitest ended (${exitCode}) without results` });
  else if (tests.length === 0 && failures.length === 0) {
    failures.push({ where: 'the whole suite', reason: 'ran no test' });
  } else if (exitCode !== 0 && failures.length === 0) {
    failures.push({ where: 'outside of the tests', reason: `vitest ended with ${exitCode}, see its log` });
  }
  return { passed, skipped, failures };
}

/**
 * @param {VitestResults['testResults'][number]} file
 * @returns {Failure[]}
 */
function failuresOf(file) {
  const failures = file.assertionResults
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages }) => ({
      where: `${file.name} › ${fullName}`,
      reason: firstLine(failureMessages?.[0]),
    }));
  // A hook that throws, or a file that does not load: its tests are only reported as skipped, or not at all.
  if (failures.length > 0 || file.status !== 'failed') return failures;
  return [{ where: file.name, reason: firstLine(file.message) || 'the file could not be run' }];
}

/**
 * The end of `npm test`: a table, what failed, where the logs are, and alone in the last line the sum.
 *
 * @param {SuiteResult[]} results
 * @param {{ logs: string, root: string }} places
 */
export function testReport(results, { logs, root }) {
  const rows = results.map(({ name, passed, failures, skipped, seconds }) =>
    [name, passed, failures.length, skipped, seconds].map(String),
  );
  const failed = results.flatMap(({ name, failures }) =>
    failures.map(({ where, reason }) => `  ✗ ${name} › ${where.replace(`${root}/`, '')}\n      ${reason}`),
  );
  return [
    table([['suite', 'passed', 'failed', 'skipped', 'seconds'], ...rows]),
    ...(failed.length > 0 ? ['', 'Failed:', ...failed] : []),
    '',
    `Logs: ${logs}`,
    '',
    sumLine(results),
  ].join('\n');
}

/** @param {SuiteResult[]} results */
export function sumLine(results) {
  const sum = (/** @type {(result: SuiteResult) => number} */ of) =>
    results.reduce((so, result) => so + of(result), 0);
  const skipped = sum((result) => result.skipped);
  const line = `${sum((result) => result.passed)} passed, ${sum((result) => result.failures.length)} failed`;
  return skipped > 0 ? `${line}, ${skipped} skipped` : line;
}

/** @param {string} [text] */
function firstLine(text = '') {
  return text.split('\n')[0]?.trim() ?? '';
}
