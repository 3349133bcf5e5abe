import { ConfigError, loadConfig, type Config } from '#libs/config';
import { createLogger } from '#libs/observability';
import { Logger } from '@nestjs/common';

/**
 * The life of one server process: reads the configuration, starts, stops on SIGTERM, SIGINT or when the launcher is
 * gone. `start` returns how to stop again.
 */
export async function runProcess(
  app: string,
  start: (config: Config) => Promise<() => Promise<void>>,
): Promise<void> {
  let stop: (() => Promise<void>) | undefined;
  let isStopping = false;
  const end = async (reason: string): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    Logger.log(`stopping: ${reason}`, app);
    await stop?.();
    process.exit(0);
  };
  const endNow = (reason: string) => {
    end(reason).catch((error: unknown) => {
      Logger.error(`could not stop cleanly: ${String(error)}`, app);
      process.exit(1);
    });
  };
  process.on('SIGTERM', () => endNow('SIGTERM'));
  process.on('SIGINT', () => endNow('SIGINT'));
  process.on('disconnect', () => endNow('the launcher is gone'));
  try {
    const config = loadConfig({ env: process.env });
    Logger.overrideLogger(createLogger(config, app));
    stop = await start(config);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(78);
  }
}

/** Tells the launcher that the app serves. */
export function announceReady(app: string): void {
  process.send?.({ type: 'ready', app });
}
