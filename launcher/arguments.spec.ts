import { expect, it } from 'vitest';
import { parseStartArguments } from './arguments.mjs';

it('starts one process unless told otherwise', () => {
  expect(parseStartArguments([])).toEqual({ profile: 'standalone', help: false, logs: false });
});

it.each([[['--profile', 'cluster']], [['--profile=cluster']]])('knows the cluster profile as %j', (given) => {
  expect(parseStartArguments(given).profile).toBe('cluster');
});

it.each([
  [['--profile', 'docker'], '--profile must be one of standalone, cluster, not docker.'],
  [['--profile'], 'not empty'],
  [['--port', '80'], 'Unknown option --port.'],
])('refuses %j with what is possible', (given, message) => {
  expect(() => parseStartArguments(given)).toThrow(message);
});
