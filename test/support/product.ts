import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { once } from 'node:events';
import { vi } from 'vitest';

export type Profile = 'standalone' | 'cluster';

interface LauncherStatus {
  readonly pid: number;
  readonly url: string;
  readonly state: string;
  readonly parts: Record<string, { state: string; detail: string; pid?: number }>;
}

/** The whole product as a user starts it, with a data folder of its own. */
export interface Product {
  readonly url: string;
  readonly dataDir: string;
  /** the settings that the first start wrote: secrets */
  readonly secrets: { inbox: string; outbox: string };
  status(): LauncherStatus;
  /** the end of the launcher's output, for failure messages */
  output(): string;
  stop(): Promise<void>;
  /** kill -9 of the launcher and everything that it runs, as a power cut would do */
  kill(): Promise<void>;
}

export interface StartOptions {
  readonly profile?: Profile;
  readonly dataDir?: string;
  readonly port?: number;
  readonly env?: Record<string, string>;
}

const root = resolve(import.meta.dirname, '../..');

/** Which profiles the e2e tests run on: QUIRE_TEST_PROFILES=standalone,cluster (default: both that this machine can run). */
export function profilesToTest(): Profile[] {
  const wanted = process.env['QUIRE_TEST_PROFILES'];
  if (wanted) return wanted.split(',') as Profile[];
  const path = ['/usr/sbin', '/usr/lib/rabbitmq/bin', ...(process.env['PATH'] ?? '').split(':')];
  const has = (program: string) => path.some((folder) => existsSync(join(folder, program)));
  return has('redis-server') && has('rabbitmq-server') ? ['standalone', 'cluster'] : ['standalone'];
}

export async function startProduct(options: StartOptions = {}): Promise<Product> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'quire-e2e-'));
  const logFile = join(dataDir, 'launcher.log');
  const log = openSync(logFile, 'a');
  const launcher = spawn(
    process.execPath,
    ['launcher/start.mjs', '--profile', options.profile ?? 'standalone'],
    {
      cwd: root,
      stdio: ['ignore', log, log],
      env: {
        ...process.env,
        QUIRE_DATA_DIR: dataDir,
        PORT: String(options.port ?? 0),
        QUIRE_NO_INSTALL: '1',
        ...options.env,
      },
    },
  );
  const status = () => JSON.parse(readFileSync(join(dataDir, 'run/status.json'), 'utf8')) as LauncherStatus;
  const output = () => readFileSync(logFile, 'utf8').slice(-4000);
  // the file of a killed launcher still says ready
  const isReady = () => {
    if (!existsSync(join(dataDir, 'run/status.json'))) return false;
    const { pid, state } = status();
    return pid === launcher.pid && state === 'ready';
  };
  try {
    await vi.waitFor(
      () => {
        if (launcher.exitCode === null && !isReady()) throw new Error(`not ready yet:\n${output()}`);
      },
      { timeout: 150_000, interval: 100 },
    );
  } catch (error) {
    await stop(launcher, dataDir, false);
    throw error;
  }
  if (launcher.exitCode !== null) {
    throw new Error(`the launcher ended with ${launcher.exitCode}:\n${output()}`);
  }
  return {
    url: status().url.replace(/\/$/, ''),
    dataDir,
    secrets: readSecrets(dataDir),
    status,
    output,
    stop: () => stop(launcher, dataDir, options.dataDir === undefined),
    kill: () => kill(launcher, status()),
  };
}

function readSecrets(dataDir: string): { inbox: string; outbox: string } {
  const settings = JSON.parse(readFileSync(join(dataDir, 'local.json'), 'utf8')) as {
    services: { CoAuthoring: { secret: { inbox: { string: string }; outbox: { string: string } } } };
  };
  const { inbox, outbox } = settings.services.CoAuthoring.secret;
  return { inbox: inbox.string, outbox: outbox.string };
}

async function stop(launcher: ChildProcess, dataDir: string, isTemporary: boolean): Promise<void> {
  if (launcher.exitCode === null && launcher.signalCode === null) {
    launcher.kill('SIGTERM');
    await once(launcher, 'exit');
  }
  if (isTemporary) rmSync(dataDir, { recursive: true, force: true });
}

async function kill(launcher: ChildProcess, status: LauncherStatus): Promise<void> {
  const ended = once(launcher, 'exit');
  launcher.kill('SIGKILL');
  for (const part of Object.values(status.parts)) {
    if (part.pid !== undefined) killIfThere(part.pid);
  }
  await ended;
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
