import type { Config } from '#libs/config';
import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import { currentContext } from './log-context.js';

const LEVELS: readonly LogLevel[] = ['verbose', 'debug', 'log', 'warn', 'error', 'fatal'];

/** Nest's console logger; every line carries the document key, user, request or job of the current context. */
class ContextLogger extends ConsoleLogger {
  protected override getJsonLogObject(
    message: unknown,
    options: Parameters<ConsoleLogger['getJsonLogObject']>[1],
  ): ReturnType<ConsoleLogger['getJsonLogObject']> {
    return { ...super.getJsonLogObject(message, options), ...currentContext() };
  }
}

export function createLogger(config: Config, app: string): ConsoleLogger {
  const { level, json } = config.quire.log;
  return new ContextLogger(app, { json, colors: false, logLevels: LEVELS.slice(LEVELS.indexOf(level)) });
}
