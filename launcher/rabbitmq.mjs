import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { serviceStops } from './leftovers.mjs';
import { freePorts } from './ports.mjs';
import { replaceFile } from './private-file.mjs';
import { untilAnswers } from './service-probe.mjs';
import { SupervisedProcess } from './supervised-process.mjs';

const user = 'quire';
const amqpGreeting = new Uint8Array([...Buffer.from('AMQP'), 0, 0, 9, 1]);
const methodFrame = 1;

/** @typedef {{ amqp: number, distribution: number, names: number }} RabbitPorts */
/** @typedef {{ server: string, names: string }} RabbitPrograms */

/**
 * Starts a private RabbitMQ in the data folder, with an Erlang name server of its own: nothing of it can meet another
 * RabbitMQ of this machine.
 *
 * @param {import('./launch-context.mjs').LaunchContext} context
 * @param {RabbitPrograms} programs
 * @param {string} password
 * @returns {Promise<string>} its URL
 */
export async function startRabbitmq(context, programs, password) {
  const [amqp = 0, distribution = 0, names = 0] = await freePorts(3);
  const ports = { amqp, distribution, names };
  const folder = context.data.rabbitmq;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const env = { ...context.env, ...rabbitEnvironment(folder, ports) };
  writeConfiguration(folder, ports, password);
  await startNameServer(context, programs.names, env, names);
  const process = new SupervisedProcess({
    ...context.planOf('rabbitmq', () => `127.0.0.1:${amqp}`),
    spawn: async () =>
      context
        .logOf('rabbitmq')
        .open((log) =>
          spawn(programs.server, [], { detached: true, stdio: ['ignore', log, log], cwd: folder, env }),
        ),
    ready: (child, signal) =>
      untilAnswers({ port: amqp, send: amqpGreeting, accept: (answer) => answer[0] === methodFrame }, signal),
    stop: serviceStops.rabbitmq ?? [],
  });
  context.register(process);
  await process.start();
  return `amqp://${user}:${password}@127.0.0.1:${amqp}`;
}

/**
 * Erlang would start its name server itself, but as a daemon that nobody ends.
 *
 * @param {import('./launch-context.mjs').LaunchContext} context
 * @param {string} program
 * @param {NodeJS.ProcessEnv} env
 * @param {number} port
 */
async function startNameServer(context, program, env, port) {
  const process = new SupervisedProcess({
    ...context.planOf('rabbitmq-names', () => `127.0.0.1:${port}`),
    spawn: async () =>
      context
        .logOf('rabbitmq-names')
        .open((log) => spawn(program, [], { detached: true, stdio: ['ignore', log, log], env })),
    // 'n': list the names; the answer starts with the port, four bytes.
    ready: (child, signal) =>
      untilAnswers(
        { port, send: new Uint8Array([0, 1, 'n'.charCodeAt(0)]), accept: (answer) => answer.length >= 4 },
        signal,
      ),
    stop: serviceStops['rabbitmq-names'] ?? [],
  });
  context.register(process);
  await process.start();
}

/**
 * @param {string} folder
 * @param {RabbitPorts} ports
 */
function rabbitEnvironment(folder, ports) {
  return {
    HOME: folder,
    RABBITMQ_NODENAME: 'quire@localhost',
    RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq.conf'),
    RABBITMQ_CONF_ENV_FILE: join(folder, 'rabbitmq-env.conf'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'enabled_plugins'),
    RABBITMQ_MNESIA_BASE: join(folder, 'mnesia'),
    RABBITMQ_LOG_BASE: join(folder, 'log'),
    RABBITMQ_LOGS: '-',
    RABBITMQ_DIST_PORT: String(ports.distribution),
    ERL_EPMD_PORT: String(ports.names),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    // No busy waiting: a private broker shares its machine with the documents.
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS:
      '-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none',
    // Makes the start script become the broker, so that the process we supervise is the broker itself.
    RUNNING_UNDER_SYSTEMD: 'true',
  };
}

/**
 * @param {string} folder
 * @param {RabbitPorts} ports
 * @param {string} password
 */
function writeConfiguration(folder, ports, password) {
  const configuration = `listeners.tcp.local = 127.0.0.1:${ports.amqp}
default_user = ${user}
default_pass = ${password}
log.console = true
log.console.level = info
`;
  replaceFile(join(folder, 'rabbitmq.conf'), configuration);
  replaceFile(join(folder, 'rabbitmq-env.conf'), '');
  replaceFile(join(folder, 'enabled_plugins'), '[].\n');
}
