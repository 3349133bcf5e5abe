export { configSchema, type Config } from './config-schema.js';
export { loadConfig, type ConfigSources } from './load-config.js';
export { ConfigError } from './config-error.js';
export { duration, size } from './units.js';
