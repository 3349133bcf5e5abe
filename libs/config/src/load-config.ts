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
  const localDir = env['NODE_CONFIG_DIR'] ?? defaultsDir;
  mergeOptionalFile(tree, join(localDir, 'local.json'), sources);
  const dataDir = resolve(env['QUIRE_DATA_DIR'] ?? 'data');
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
  const lines = result.error.issues.map((issue) => {
    const path = issue.path.map(String);
    const value = path.reduce<unknown>((node, key) => (node as Tree | undefined)?.[key], tree);
    const shown = path.includes('secret') ? '(hidden)' : JSON.stringify(value);
    return `${path.join('.')}: ${issue.message}; it is ${shown} in ${sourceOf(sources, path)}`;
  });
  throw new ConfigError(`The configuration cannot be used.\n${lines.join('\n')}`);
}

/** contract/configuration.md section 3 [ours]: no start with an empty or well-known secret while a switch is on. */
function checkSecrets(config: Config): Config {
  const { token, secret } = config.services.CoAuthoring;
  const needed: [boolean, string, string][] = [
    [token.enable.browser || token.enable.request.inbox, 'inbox', secret.inbox.string],
    [token.enable.request.outbox, 'outbox', secret.outbox.string],
    [true, 'session', secret.session.string],
    [true, 'storage.fs.secretString', config.storage.fs.secretString],
  ];
  for (const [isUsed, name, value] of needed) {
    if (!isUsed || config.quire.development || (value !== '' && value !== 'secret')) continue;
    throw new ConfigError(
      `The secret '${name}' is ${value === '' ? 'empty' : 'the well-known word "secret"'}. Set it in local.json or by JWT_SECRET.`,
    );
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
