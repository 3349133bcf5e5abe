import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { serviceStops } from './leftovers.mjs';
import { freePorts } from './ports.mjs';
import { replaceFile } from './private-file.mjs';
import { untilAnswers } from './service-probe.mjs';
import { SupervisedProcess } from './supervised-process.mjs';

/**
 * Starts a private Redis in the data folder.
 *
 * @param {import('./launch-context.mjs').LaunchContext} context
 * @param {string} program
 * @param {string} password
 * @returns {Promise<string>} its URL
 */
export async function startRedis(context, program, password) {
  const [port = 0] = await freePorts(1);
  const folder = context.data.redis;
  const configuration = join(folder, 'redis.conf');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  replaceFile(configuration, redisConfiguration({ port, folder, password }));
  const process = new SupervisedProcess({
    ...context.planOf('redis', () => `127.0.0.1:${port}`),
    spawn: async () =>
      context
        .logOf('redis')
        .open((log) =>
          spawn(program, [configuration], { detached: true, stdio: ['ignore', log, log], cwd: folder }),
        ),
    ready: (child, signal) =>
      untilAnswers(
        { port, send: `AUTH ${password}\r\nPING\r\n`, accept: (answer) => answer.includes('+PONG') },
        signal,
      ),
    stop: serviceStops.redis ?? [],
  });
  context.register(process);
  await process.start();
  return `redis://:${password}@127.0.0.1:${port}`;
}

/** @param {{ port: number, folder: string, password: string }} given */
function redisConfiguration({ port, folder, password }) {
  // Queues must survive a crash and must never be evicted.
  return `bind 127.0.0.1
port ${port}
dir "${folder.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"
requirepass ${password}
appendonly yes
appendfsync always
maxmemory-policy noeviction
save ""
daemonize no
logfile ""
`;
}
