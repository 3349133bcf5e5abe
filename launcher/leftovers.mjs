import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { endProcess, identityOf, isSameProcess, processesWorkingIn } from './process-identity.mjs';

/**
 * Ends what a killed launcher left running and removes its unfinished files. The caller holds the lock of the folder.
 *
 * @param {import('./data-folder.mjs').DataFolder} data
 * @param {(line: string) => void} say
 */
export async function clearLeftovers(data, say) {
  const leftovers = recordedProcesses(data.run).filter(({ pid, identity }) => isSameProcess(pid, identity));
  // Apps first: they still need the services to finish what they do.
  const apps = leftovers.filter(({ part }) => !Object.hasOwn(serviceStops, part));
  await Promise.all(
    apps.map(({ part, pid }) =>
      end(
        part,
        pid,
        [
          ['SIGTERM', 20_000],
          ['SIGKILL', 5000],
        ],
        say,
      ),
    ),
  );
  const services = leftovers.filter(({ part }) => Object.hasOwn(serviceStops, part));
  await Promise.all(services.map(({ part, pid }) => end(part, pid, serviceStops[part] ?? [], say)));
  await clearPostgres(data.postgres, say);
  for (const name of readdirSync(data.run)) if (name.endsWith('.pid')) rmSync(join(data.run, name));
  data.removeDrafts();
}

/** @type {Record<string, Array<[NodeJS.Signals, number]>>} */
export const serviceStops = {
  // SIGINT is PostgreSQL's fast shutdown: sessions are ended, nothing is lost. SIGQUIT leaves recovery to the next start.
  database: [
    ['SIGINT', 20_000],
    ['SIGQUIT', 5000],
    ['SIGKILL', 5000],
  ],
  redis: [
    ['SIGTERM', 10_000],
    ['SIGKILL', 5000],
  ],
  rabbitmq: [
    ['SIGTERM', 20_000],
    ['SIGKILL', 5000],
  ],
  'rabbitmq-names': [
    ['SIGTERM', 2000],
    ['SIGKILL', 5000],
  ],
};

/**
 * PostgreSQL keeps its own pid file. It refuses to start when that pid belongs to any process, so a stale file is
 * removed, but only after every server that works in this folder has ended.
 *
 * @param {string} cluster
 * @param {(line: string) => void} say
 */
async function clearPostgres(cluster, say) {
  const pidFile = join(cluster, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const postmaster = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  const inFolder = processesWorkingIn('postgres', cluster);
  const stop = serviceStops.database ?? [];
  if (inFolder.includes(postmaster)) await end('database', postmaster, stop, say);
  for (const pid of processesWorkingIn('postgres', cluster)) await end('database', pid, stop, say);
  if (existsSync(pidFile) && (existsSync('/proc') || !identityOf(postmaster))) rmSync(pidFile);
}

/**
 * @param {string} part
 * @param {number} pid
 * @param {Array<[NodeJS.Signals, number]>} stop
 * @param {(line: string) => void} say
 */
async function end(part, pid, stop, say) {
  say(`Stopping ${part} (process ${pid}), left over from a start that was killed.`);
  await endProcess(pid, stop);
}

/**
 * @param {string} run
 * @returns {Array<{ part: string, pid: number, identity: string }>}
 */
function recordedProcesses(run) {
  return readdirSync(run)
    .filter((name) => name.endsWith('.pid'))
    .flatMap((name) => {
      const record = parse(readFileSync(join(run, name), 'utf8'));
      return record ? [{ part: name.slice(0, -'.pid'.length), ...record }] : [];
    });
}

/**
 * @param {string} text
 * @returns {{ pid: number, identity: string } | undefined}
 */
function parse(text) {
  try {
    const { pid, identity } = JSON.parse(text);
    return Number.isSafeInteger(pid) && identity ? { pid, identity } : undefined;
  } catch (error) {
    // A record torn by a power cut names no process that still runs.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
