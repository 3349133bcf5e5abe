import { ConfigError } from './config-error.js';
import type { Tree } from './merge.js';

type Reader = (value: string, variable: string) => unknown;

const text: Reader = (value) => value;
const number: Reader = (value, variable) => {
  const parsed = Number(value);
  if (value.trim() === '' || Number.isNaN(parsed))
    throw new ConfigError(`${variable} is not a number: "${value}"`);
  return parsed;
};
const flag: Reader = (value, variable) => {
  if (/^(true|1|yes|on)$/i.test(value)) return true;
  if (/^(false|0|no|off)$/i.test(value)) return false;
  throw new ConfigError(`${variable} is neither true nor false: "${value}"`);
};

const TOKEN = 'services.CoAuthoring.token';
const SECRET = 'services.CoAuthoring.secret';

/** Environment variable → the settings it stands for. */
const VARIABLES: readonly [variable: string, read: Reader, paths: readonly string[]][] = [
  ['PORT', number, ['services.CoAuthoring.server.port']],
  ['QUIRE_DATA_DIR', text, ['quire.dataDir']],
  ['QUIRE_HOST', text, ['quire.host']],
  ['QUIRE_REPLICA_ID', text, ['quire.replicaId']],
  ['QUIRE_DEVELOPMENT', flag, ['quire.development']],
  ['QUIRE_COAUTHORING_PORT', number, ['quire.services.coauthoring.port']],
  ['QUIRE_COAUTHORING_URL', text, ['quire.services.coauthoring.url']],
  ['QUIRE_CONVERTER_PORT', number, ['quire.services.converter.port']],
  ['QUIRE_CONVERTER_URL', text, ['quire.services.converter.url']],
  ['QUIRE_STORAGE_PORT', number, ['quire.services.storage.port']],
  ['QUIRE_STORAGE_URL', text, ['quire.services.storage.url']],
  ['QUIRE_LIBRARY_INTERNAL_URL', text, ['quire.library.internalUrl']],
  ['DATABASE_URL', text, ['services.CoAuthoring.sql.url']],
  ['REDIS_URL', text, ['services.CoAuthoring.redis.url']],
  ['RABBITMQ_URL', text, ['rabbitmq.url']],
  [
    'JWT_ENABLED',
    flag,
    [`${TOKEN}.enable.browser`, `${TOKEN}.enable.request.inbox`, `${TOKEN}.enable.request.outbox`],
  ],
  [
    'JWT_SECRET',
    text,
    [
      `${SECRET}.browser.string`,
      `${SECRET}.inbox.string`,
      `${SECRET}.outbox.string`,
      `${SECRET}.session.string`,
    ],
  ],
  ['JWT_HEADER', text, [`${TOKEN}.inbox.header`, `${TOKEN}.outbox.header`]],
  ['STORAGE_SECRET', text, ['storage.fs.secretString']],
  ['ALLOW_PRIVATE_IP_ADDRESS', flag, ['services.CoAuthoring.request-filtering-agent.allowPrivateIPAddress']],
  ['ALLOW_META_IP_ADDRESS', flag, ['services.CoAuthoring.request-filtering-agent.allowMetaIPAddress']],
];

/** The settings given by single variables, each with the variable's name. Empty variables count as not set. */
export function environmentSettings(env: NodeJS.ProcessEnv): { variable: string; settings: Tree }[] {
  return VARIABLES.flatMap(([variable, read, paths]) => {
    const value = env[variable];
    if (value === undefined || value === '') return [];
    const parsed = read(value, variable);
    return paths.map((path) => ({ variable, settings: nested(path.split('.'), parsed) }));
  });
}

function nested(path: readonly string[], value: unknown): Tree {
  return path.reduceRight<unknown>((child, key) => ({ [key]: child }), value) as Tree;
}
