import { fork } from 'node:child_process';
import { join } from 'node:path';
import { freePorts } from './ports.mjs';
import { SupervisedProcess } from './supervised-process.mjs';

const appStop = /** @type {Array<[NodeJS.Signals, number]>} */ ([['SIGTERM', 20_000]]);

/** The apps of a profile; the first serves the pages. */
export const appsOf = {
  standalone: ['standalone'],
  cluster: ['gateway', 'coauthoring', 'converter', 'storage'],
};

/**
 * How the processes of the cluster profile find each other.
 *
 * @returns {Promise<Record<string, string>>}
 */
export async function clusterAddresses() {
  const names = ['COAUTHORING', 'STORAGE', 'CONVERTER'];
  const ports = await freePorts(names.length);
  return Object.fromEntries(
    names.flatMap((name, at) => [
      [`QUIRE_${name}_PORT`, String(ports[at])],
      [`QUIRE_${name}_URL`, `http://127.0.0.1:${ports[at]}`],
    ]),
  );
}

/**
 * Starts one app as a process of its own. It says `{ type: 'ready' }` when it serves, and ends on SIGTERM and when the
 * launcher is gone.
 *
 * @param {import('./launch-context.mjs').LaunchContext} context
 * @param {string} name
 * @param {() => Promise<NodeJS.ProcessEnv>} environment asked before every start
 * @param {() => string} where
 */
export function startApp(context, name, environment, where) {
  const entry = join(context.root, 'dist', 'apps', name, 'src', 'main.js');
  const process = new SupervisedProcess({
    ...context.planOf(name, where),
    spawn: async () => {
      const env = await environment();
      return context.logOf(name).open((log) =>
        fork(entry, [], {
          cwd: context.root,
          env,
          execArgv: ['--enable-source-maps'],
          // Its own process group: Ctrl-C reaches the launcher alone, which then ends everything in order.
          detached: true,
          stdio: ['ignore', log, log, 'ipc'],
        }),
      );
    },
    ready: untilReady,
    stop: appStop,
  });
  context.register(process);
  return process.start();
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<void>}
 */
function untilReady(child) {
  return new Promise((resolve) => {
    child.on('message', (message) => {
      if (message && typeof message === 'object' && 'type' in message && message.type === 'ready') resolve();
    });
  });
}
