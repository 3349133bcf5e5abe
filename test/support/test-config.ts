import { loadConfig, type Config } from '#libs/config';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The defaults with test secrets; what this machine's environment and local.json say does not matter. */
export function testConfig(env: Record<string, string> = {}): Config {
  const nowhere = join(tmpdir(), 'quire-has-no-settings-here');
  return loadConfig({
    env: {
      NODE_CONFIG_DIR: nowhere,
      QUIRE_DATA_DIR: nowhere,
      JWT_SECRET: 'secret of the tests',
      STORAGE_SECRET: 'secret of the links',
      ...env,
    },
  });
}
