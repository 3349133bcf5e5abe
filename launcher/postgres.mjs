import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from './database-connection.mjs';
import { LaunchError } from './launch-error.mjs';
import { serviceStops } from './leftovers.mjs';
import { freePorts } from './ports.mjs';
import { postgresBinaries } from './postgres-binaries.mjs';
import { draftEnding } from './private-file.mjs';
import { runCommand } from './run-command.mjs';
import { SupervisedProcess } from './supervised-process.mjs';
import { wayToRun } from './unprivileged.mjs';

const user = 'quire';
const database = 'quire';

/** The built-in PostgreSQL: one cluster in the data folder, reachable from this machine only. */
export class Postgres {
  /** @type {SupervisedProcess | undefined} */
  #process;
  #port = 0;

  /**
   * @param {import('./launch-context.mjs').LaunchContext} context
   * @param {string} password
   */
  constructor(context, password) {
    this.context = context;
    this.password = password;
    this.binaries = postgresBinaries(context.root);
  }

  get url() {
    return `postgres://${user}:${this.password}@127.0.0.1:${this.#port}/${database}`;
  }

  async start() {
    const { data, terminal } = this.context;
    if (!existsSync(join(data.postgres, 'PG_VERSION'))) {
      await terminal.step('Creating the database', () => this.#initialise());
    }
    this.#checkVersion();
    const way = await wayToRun(this.binaries.postgres, data.postgres);
    [this.#port = 0] = await freePorts(1);
    this.#process = new SupervisedProcess({
      ...this.context.planOf(
        'database',
        () => `PostgreSQL ${this.binaries.major} on 127.0.0.1:${this.#port}`,
      ),
      spawn: () => this.#spawn(way),
      ready: (child, signal) => this.#untilReady(signal),
      stop: serviceStops.database ?? [],
    });
    this.context.register(this.#process);
    await this.#process.start();
  }

  /** Made aside and moved into place when complete: a start that is killed here leaves no half database. */
  async #initialise() {
    const { data } = this.context;
    // A name of its own: the initdb of a killed start may still be writing.
    const draft = `${data.postgres}.${randomUUID()}${draftEnding}`;
    const passwordFile = join(draft, 'password');
    mkdirSync(join(draft, 'cluster'), { recursive: true, mode: 0o700 });
    const way = await wayToRun(this.binaries.initdb, draft);
    const [command = '', ...args] = [
      ...way.prefix,
      'sh',
      '-c',
      // The password goes through a file that this user owns; the command line would show it to everybody.
      'umask 077 && cat > "$1" && shift && exec "$@"',
      'sh',
      passwordFile,
      this.binaries.initdb,
      ...[`--pgdata=${join(draft, 'cluster')}`, `--username=${user}`, `--pwfile=${passwordFile}`],
      ...['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C'],
    ];
    await runCommand(command, args, { input: `${this.password}\n`, ...this.context.abortable });
    renameSync(join(draft, 'cluster'), data.postgres);
    rmSync(draft, { recursive: true, force: true });
  }

  #checkVersion() {
    const { postgres } = this.context.data;
    const made = readFileSync(join(postgres, 'PG_VERSION'), 'utf8').trim();
    if (made === this.binaries.major) return;
    throw new LaunchError(
      `The database in ${postgres} was made by PostgreSQL ${made}, this is ${this.binaries.major}. Move its contents with pg_dump and pg_restore of both versions.`,
    );
  }

  /** @param {import('./unprivileged.mjs').RunAs} way */
  async #spawn(way) {
    const settings = {
      port: this.#port,
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      fsync: 'on',
      max_connections: 200,
      timezone: 'UTC',
      log_timezone: 'UTC',
    };
    const [command = '', ...args] = [
      ...way.prefix,
      this.binaries.postgres,
      ...['-D', this.context.data.postgres],
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ];
    chmodSync(this.context.data.postgres, 0o700);
    return this.context
      .logOf('database')
      .open((log) => spawn(command, args, { detached: true, stdio: ['ignore', log, log], cwd: '/' }));
  }

  /** @param {AbortSignal} signal */
  async #untilReady(signal) {
    const admin = `postgres://${user}:${this.password}@127.0.0.1:${this.#port}/postgres`;
    const client = await openDatabase(this.context.root, admin, signal);
    try {
      const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
      if (rowCount === 0) await client.query(`CREATE DATABASE ${database}`);
    } finally {
      await client.end();
    }
  }
}
