import { describe, expect, it } from 'vitest';
import { chosenSuites } from './test-plan.mjs';
import { countVitest, sumLine, testReport } from './test-report.mjs';

const test = (status: string, fullName = status) => ({
  fullName,
  status,
  failureMessages: ['Error: no\n at x'],
});
const file = (status: string, tests: string[], message = '') => ({
  name: '/checkout/a.spec.ts',
  status,
  message,
  assertionResults: tests.map((outcome) => test(outcome)),
});

describe('counting a vitest run', () => {
  it('counts passed, failed and all kinds of skipped tests', () => {
    const run = {
      testResults: [file('failed', ['passed', 'passed', 'failed', 'skipped', 'todo', 'pending'])],
    };
    expect(countVitest(run, 1)).toEqual({
      passed: 2,
      skipped: 3,
      failures: [{ where: '/checkout/a.spec.ts › failed', reason: 'Error: no' }],
    });
  });

  it.each([
    ['no results were written', undefined, 139, 'vitest ended (139) without results'],
    ['no test ran', { testResults: [] }, 0, 'ran no test'],
    [
      'an error came outside of the tests',
      { testResults: [file('passed', ['passed'])] },
      1,
      'vitest ended with 1, see its log',
    ],
    [
      'a file did not load',
      { testResults: [file('failed', [], 'Cannot find module\n…')] },
      1,
      'Cannot find module',
    ],
    ['a hook failed', { testResults: [file('failed', ['skipped'], 'Hook timed out')] }, 1, 'Hook timed out'],
  ])('is one failure when %s', (_, run, code, reason) => {
    const { failures } = countVitest(run, code);
    expect(failures.map((failure) => failure.reason)).toEqual([reason]);
  });
});

describe('the report', () => {
  const passed = { name: 'unit', passed: 3, skipped: 0, failures: [], seconds: 1 };
  const failures = [{ where: '/checkout/a.e2e.ts › works', reason: 'no' }];
  const failed = { name: 'e2e', passed: 1, skipped: 2, failures, seconds: 60 };

  it('ends with the sum alone', () => {
    expect(sumLine([passed])).toBe('3 passed, 0 failed');
    const report = testReport([passed, failed], { logs: '/tmp/logs', root: '/checkout' });
    expect(report.split('\n').at(-1)).toBe('4 passed, 1 failed, 2 skipped');
  });

  it('names every failed test and the place of the logs', () => {
    const report = testReport([failed], { logs: '/tmp/logs', root: '/checkout' });
    expect(report).toContain('✗ e2e › a.e2e.ts › works');
    expect(report).toContain('/tmp/logs');
  });
});

describe('--only', () => {
  it('chooses suites in their usual order', () => {
    expect(chosenSuites(['--only', 'e2e,unit']).map(({ name }) => name)).toEqual(['unit', 'e2e']);
    expect(chosenSuites(['--only=check']).map(({ name }) => name)).toEqual(['check']);
  });

  it.each([['--only', 'units'], ['--only'], ['unit'], ['--only', 'unit', 'e2e']])(
    'refuses %j',
    (...given) => {
      expect(() => chosenSuites(given)).toThrow('Usage: npm test');
    },
  );
});
