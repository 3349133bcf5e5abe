import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError } from './config-error.js';
import { configSchema, type Config } from './config-schema.js';
import { environmentSettings } from './environment.js';
import { asTree, mergeInto, sourceOf, type Sources, type Tree } from './merge.js';

export interface ConfigSources {
  /** environment variables; the only place where they are read */
  env: NodeJS.ProcessEnv;
  /** folder with default.json; default: `config` in the working directory */
  defaultsDir?: string;
}

/**
 * Reads `default.json`, then `local.json` of NODE_CONFIG_DIR, then `local.json` of the data folder (written at
 * installation), then NODE_CONFIG, then single environment variables; the later wins.
 *
 * @throws ConfigError naming path, value and source of what is wrong
 */
export function loadConfig({ env, defaultsDir = 'config' }: ConfigSources): Config {
  const sources: Sources = new Map();
  const tree: Tree = {};
  mergeInto(tree, readJson(join(defaultsDir, 'default.json')), 'config/default.json', sources);
  const localDir = env['NODE_CONFIG_DIR'] || defaultsDir;
  mergeOptionalFile(tree, join(localDir, 'local.json'), sources);
  const dataDir = resolve(env['QUIRE_DATA_DIR'] || 'data');
  mergeOptionalFile(tree, join(dataDir, 'local.json'), sources);
  if (env['NODE_CONFIG']) {
    mergeInto(tree, parseJson(env['NODE_CONFIG'], 'NODE_CONFIG'), 'NODE_CONFIG', sources);
  }
  for (const { settings, variable } of environmentSettings(env)) mergeInto(tree, settings, variable, sources);
  return checkSecrets(validate(tree, sources));
}

function validate(tree: Tree, sources: Sources): Config {
  const result = configSchema.safeParse(tree);
  if (result.success) return result.data;
  const lines = result.error.issues.flatMap((issue) => {
    const path = issue.path.map(String);
    if (issue.code !== 'unrecognized_keys') return describe(path, issue.message, tree, sources);
    return issue.keys.map((key) => describe([...path, key], 'there is no such setting', tree, sources));
  });
  throw new ConfigError(`The configuration cannot be used.\n${lines.join('\n')}`);
}

function describe(path: readonly string[], problem: string, tree: Tree, sources: Sources): string {
  const value = path.reduce<unknown>((node, key) => (node as Tree | undefined)?.[key], tree);
  const shown = path.some((key) => /secret/i.test(key)) ? '(hidden)' : (JSON.stringify(value) ?? 'missing');
  return `${path.join('.')}: ${problem}; it is ${shown} in ${sourceOf(sources, path)}`;
}

/** contract/configuration.md section 3 [ours]: no start with an empty or well-known secret while a switch is on. */
function checkSecrets(config: Config): Config {
  const { token, secret } = config.services.CoAuthoring;
  const path = (name: string) => `services.CoAuthoring.secret.${name}.string`;
  const needed: [isUsed: boolean, path: string, value: string, variable: string][] = [
    [token.enable.browser || token.enable.request.inbox, path('inbox'), secret.inbox.string, 'JWT_SECRET'],
    [
      token.enable.browser && !token.browser.secretFromInbox,
      path('browser'),
      secret.browser.string,
      'JWT_SECRET',
    ],
    [token.enable.request.outbox, path('outbox'), secret.outbox.string, 'JWT_SECRET'],
    [true, path('session'), secret.session.string, 'JWT_SECRET'],
    [true, 'storage.fs.secretString', config.storage.fs.secretString, 'STORAGE_SECRET'],
  ];
  for (const [isUsed, name, value, variable] of needed) {
    // nothing can be signed with an empty secret, so development does not excuse it
    const problem =
      value === ''
        ? 'empty'
        : value === 'secret' && !config.quire.development
          ? 'the well-known word "secret"'
          : undefined;
    if (!isUsed || problem === undefined) continue;
    throw new ConfigError(`The secret ${name} is ${problem}. Set it in local.json or by ${variable}.`);
  }
  return config;
}

function mergeOptionalFile(tree: Tree, file: string, sources: Sources): void {
  if (existsSync(file)) mergeInto(tree, readJson(file), file, sources);
}

function readJson(file: string): Tree {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`The configuration file ${file} cannot be read.`, { cause: error });
  }
  return parseJson(text, file);
}

function parseJson(text: string, name: string): Tree {
  try {
    return asTree(JSON.parse(text));
  } catch (error) {
    throw new ConfigError(`${name} is not a JSON object: ${(error as Error).message}`, { cause: error });
  }
}
