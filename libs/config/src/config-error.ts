/** The configuration cannot be used. `message` names path, value and where it came from. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
