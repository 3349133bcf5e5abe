import { get } from 'node:http';
import { describe, expect, it } from 'vitest';
import { testConfig } from '../../../test/support/test-config.js';
import { agentsFor, isExempt } from './index.js';

const withRules = (jwtToken: boolean, allowList: string[] = []) =>
  testConfig({ NODE_CONFIG: JSON.stringify({ externalRequest: { directIfIn: { jwtToken, allowList } } }) });

/** What happens to a request through the agent; port 9 is closed, so a connection attempt ends as refused. */
function outcome(url: string, config = testConfig()): Promise<string> {
  const { httpAgent } = agentsFor(url, false, config);
  return new Promise((resolve) => {
    get(url, { agent: httpAgent }, () => resolve('answered')).on('error', (error: NodeJS.ErrnoException) =>
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

  it('goes anywhere when the address came in a valid token, unless that trust is switched off', () => {
    expect(agentsFor('http://127.0.0.1/', true, withRules(true))).toEqual({});
    expect(agentsFor('http://127.0.0.1/', true, withRules(false)).httpAgent).toBeDefined();
    expect(isExempt('http://127.0.0.1/', false, withRules(true))).toBe(false);
  });

  it('is judged by the list of prefixes alone when there is one', () => {
    const config = withRules(true, ['http://intranet/files/']);
    expect(isExempt('http://intranet/files/a.docx', false, config)).toBe(true);
    expect(isExempt('http://intranet/other', true, config)).toBe(false);
  });
});
