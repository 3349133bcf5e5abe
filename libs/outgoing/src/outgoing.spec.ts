import { get } from 'node:http';
import { describe, expect, it } from 'vitest';
import { testConfig } from '../../../test/support/test-config.js';
import { createAddressGuard, isRefusalOfAddress } from './index.js';

const withRules = (jwtToken: boolean, allowList: string[] = []) =>
  testConfig({ NODE_CONFIG: JSON.stringify({ externalRequest: { directIfIn: { jwtToken, allowList } } }) });

/** What happens to a request through the agent; port 9 is closed, so a connection attempt ends as refused. */
function outcome(url: string, config = testConfig()): Promise<string> {
  const { http: agent } = createAddressGuard(config).agentsFor(new URL(url), false);
  return new Promise((resolve) => {
    get(url, { agent }, () => resolve('answered')).on('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code ?? error.message),
    );
  });
}

describe('a request to an address that somebody gave us', () => {
  it.each(['http://127.0.0.1:9/', 'http://[::1]:9/', 'http://169.254.169.254/', 'http://0.0.0.0:9/'])(
    'does not reach %s',
    async (url) => {
      expect(await outcome(url)).toMatch(/not allowed/i);
    },
  );

  it('does not reach a name that stands for a private address', async () => {
    expect(await outcome('http://localhost:9/')).toMatch(/not allowed/i);
  });

  it('may reach private addresses when the operator allows them', async () => {
    expect(await outcome('http://127.0.0.1:9/', testConfig({ ALLOW_PRIVATE_IP_ADDRESS: 'true' }))).toBe(
      'ECONNREFUSED',
    );
  });

  const isFiltered = (config: ReturnType<typeof testConfig>, url: string, isTrusted: boolean) => {
    const guard = createAddressGuard(config);
    return guard.agentsFor(new URL(url), isTrusted) === guard.filtering;
  };

  it('goes anywhere when the address came in a valid token, unless that trust is switched off', () => {
    expect(isFiltered(withRules(true), 'http://127.0.0.1/', true)).toBe(false);
    expect(isFiltered(withRules(false), 'http://127.0.0.1/', true)).toBe(true);
    expect(isFiltered(withRules(true), 'http://127.0.0.1/', false)).toBe(true);
  });

  it('is judged by the list of prefixes alone when there is one', () => {
    const config = withRules(true, ['http://intranet/files/', 'http://good.example']);
    expect(isFiltered(config, 'http://intranet/files/a.docx', false)).toBe(false);
    expect(isFiltered(config, 'http://intranet/other', true)).toBe(true);
    expect(isFiltered(config, 'http://good.example.evil/a.docx', true)).toBe(true);
  });

  it('can be told from other failures when it was refused', () => {
    expect(
      isRefusalOfAddress(new Error('DNS lookup 10.0.0.1 is not allowed. Because, It is private IP address.')),
    ).toBe(true);
    expect(isRefusalOfAddress(new Error('connect ECONNREFUSED'))).toBe(false);
  });
});
