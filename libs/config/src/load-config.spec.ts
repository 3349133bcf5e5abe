import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError } from './config-error.js';
import { loadConfig } from './load-config.js';

describe('the configuration', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'quire-config-'));
    mkdirSync(join(folder, 'etc'));
    mkdirSync(join(folder, 'data'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (file: string, settings: object | string) =>
    writeFileSync(join(folder, file), typeof settings === 'string' ? settings : JSON.stringify(settings));

  const load = (env: Record<string, string> = {}) =>
    loadConfig({
      env: {
        NODE_CONFIG_DIR: join(folder, 'etc'),
        QUIRE_DATA_DIR: join(folder, 'data'),
        JWT_SECRET: 'long enough',
        STORAGE_SECRET: 'long enough too',
        ...env,
      },
    });

  const delay = (value: unknown) => ({
    services: { CoAuthoring: { server: { savetimeoutdelay: value } } },
  });
  const delayOf = (config: ReturnType<typeof load>) => config.services.CoAuthoring.server.savetimeoutdelay;

  it('comes with usable defaults', () => {
    const config = load();
    expect(delayOf(config)).toBe(5_000);
    expect(config.services.CoAuthoring.expire.presence).toBe(300_000);
    expect(config.services.CoAuthoring.server.callbackRequestTimeout.wholeCycle).toBe(600_000);
    expect(config.services.CoAuthoring.editor.websocketMaxPayloadSize).toBe(1_572_864);
  });

  it('lets the later source win: local.json, data folder, NODE_CONFIG, single variables', () => {
    write('etc/local.json', delay(1));
    expect(delayOf(load())).toBe(1);
    write('data/local.json', delay(2));
    expect(delayOf(load())).toBe(2);
    expect(delayOf(load({ NODE_CONFIG: JSON.stringify(delay('3ms')) }))).toBe(3);
    const port = { services: { CoAuthoring: { server: { port: 1 } } } };
    const config = load({ NODE_CONFIG: JSON.stringify(port), PORT: '8080' });
    expect(config.services.CoAuthoring.server.port).toBe(8080);
  });

  it('sets every switch and every secret that one variable stands for', () => {
    const { token, secret } = load({ JWT_ENABLED: 'yes', JWT_SECRET: 'one for all' }).services.CoAuthoring;
    expect(token.enable).toEqual({ browser: true, request: { inbox: true, outbox: true } });
    expect(Object.values(secret).map(({ string }) => string)).toEqual(Array(4).fill('one for all'));
  });

  it('counts an empty variable as not set', () => {
    const config = load({ PORT: '', JWT_ENABLED: '', NODE_CONFIG: '', QUIRE_DATA_DIR: '' });
    expect(config.services.CoAuthoring.server.port).toBe(8000);
    expect(config.quire.dataDir).toBe('data');
  });

  it('ignores unknown keys of integrators and refuses them under quire', () => {
    write('etc/local.json', { services: { CoAuthoring: { utils: { utils_common_fontdir: 'x' } } } });
    expect(() => load()).not.toThrow();
    write('etc/local.json', { quire: { relay: { maxRowsPerComit: 5 } } });
    const file = join(folder, 'etc/local.json');
    expect(() => load()).toThrow(`quire.relay.maxRowsPerComit: there is no such setting; it is 5 in ${file}`);
  });

  it('names path, value and source of a wrong value', () => {
    write('data/local.json', delay('later'));
    const file = join(folder, 'data/local.json');
    expect(() => load()).toThrow(ConfigError);
    expect(() => load()).toThrow(/services\.CoAuthoring\.server\.savetimeoutdelay: .*; it is "later" in /);
    expect(() => load()).toThrow(file);
  });

  it('does not take an empty duration', () => {
    expect(() => load({ NODE_CONFIG: JSON.stringify(delay('')) })).toThrow(ConfigError);
  });

  it('never prints a secret', () => {
    const secret = { services: { CoAuthoring: { secret: { inbox: { string: 4711 } } } } };
    const storage = { storage: { fs: { secretString: 4712 } } };
    for (const settings of [secret, storage]) {
      const env = { NODE_CONFIG: JSON.stringify(settings), JWT_SECRET: '', STORAGE_SECRET: '' };
      expect(() => load(env)).toThrow(/\(hidden\)/);
      expect(() => load(env)).not.toThrow(/471/);
    }
  });

  it.each([
    ['PORT', 'eighty'],
    ['PORT', '70000'],
    ['JWT_ENABLED', 'perhaps'],
    ['NODE_CONFIG', '{'],
    ['NODE_CONFIG', '[]'],
  ])('refuses %s=%s and names the variable', (variable, value) => {
    expect(() => load({ [variable]: value })).toThrow(ConfigError);
    expect(() => load({ [variable]: value })).toThrow(variable);
  });

  it('names a file that is no JSON object', () => {
    write('etc/local.json', 'port: 80');
    expect(() => load()).toThrow(/local\.json is not a JSON object/);
    expect(() => loadConfig({ env: {}, defaultsDir: join(folder, 'etc') })).toThrow(
      /default\.json cannot be read/,
    );
  });

  it.each([
    [{ JWT_SECRET: '', JWT_ENABLED: 'true' }, 'services.CoAuthoring.secret.inbox.string is empty'],
    [{ JWT_SECRET: 'secret', JWT_ENABLED: 'true' }, 'the well-known word'],
    [{ STORAGE_SECRET: '' }, 'by STORAGE_SECRET'],
    [{ JWT_SECRET: '' }, 'services.CoAuthoring.secret.session.string is empty'],
    [{ JWT_SECRET: '', QUIRE_DEVELOPMENT: 'true' }, 'session.string is empty'],
  ])('does not start with %j', (env, reason) => {
    expect(() => load(env as Record<string, string>)).toThrow(reason);
  });

  it('does not start when configurations have a secret of their own and it is empty', () => {
    const own = { services: { CoAuthoring: { token: { browser: { secretFromInbox: false } } } } };
    write('data/local.json', {
      services: {
        CoAuthoring: {
          secret: { inbox: { string: 'a' }, outbox: { string: 'b' }, session: { string: 'c' } },
        },
      },
    });
    const env = { JWT_SECRET: '', JWT_ENABLED: 'true', NODE_CONFIG: JSON.stringify(own) };
    expect(() => load(env)).toThrow('secret.browser.string is empty');
  });

  it('accepts the well-known secret in development', () => {
    const env = { JWT_SECRET: 'secret', STORAGE_SECRET: 'secret', JWT_ENABLED: 'true' };
    expect(() => load({ ...env, QUIRE_DEVELOPMENT: 'true' })).not.toThrow();
  });
});
