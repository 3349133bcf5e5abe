import { randomUUID } from 'node:crypto';
import { DataFolder } from '../../../launcher/data-folder.mjs';
import { LaunchContext } from '../../../launcher/launch-context.mjs';
import { Postgres } from '../../../launcher/postgres.mjs';
import { StatusBoard } from '../../../launcher/status-board.mjs';

const { default: pg } = await import('pg');

/** One PostgreSQL for everybody: the one that the product brings, with the product's settings (fsync on). */
export class Database {
  #created = 0;

  /**
   * @param {LaunchContext} context
   * @param {Postgres} postgres
   */
  constructor(context, postgres) {
    this.context = context;
    this.postgres = postgres;
  }

  /**
   * @param {string} root of the checkout
   * @param {string} folder
   * @param {import('../../../launcher/terminal.mjs').Terminal} terminal
   */
  static async start(root, folder, terminal) {
    const data = DataFolder.open(folder);
    const board = new StatusBoard(data.status, 'benchmark');
    const stopping = new AbortController().signal;
    const context = new LaunchContext({ root, env: process.env, data, terminal, board, stopping });
    // also when the benchmark ends while PostgreSQL is still starting
    process.once('exit', () => context.running.forEach((part) => part.abandon()));
    const postgres = new Postgres(context, randomUUID());
    await postgres.start();
    return new Database(context, postgres);
  }

  get pid() {
    return this.context.board.get('database')?.pid ?? 0;
  }

  /**
   * A new, empty database, or a copy of one that nobody is connected to.
   *
   * @param {string} [template]
   * @returns {Promise<string>} its address
   */
  async create(template = 'template1') {
    const name = `bench_${++this.#created}`;
    await this.execute(this.postgres.url, `CREATE DATABASE ${name} TEMPLATE ${template}`);
    // what one server left to write must not disturb the next
    await this.execute(this.postgres.url, 'CHECKPOINT');
    return Object.assign(new URL(this.postgres.url), { pathname: `/${name}` }).href;
  }

  /** @param {string} url */
  async drop(url) {
    await this.execute(this.postgres.url, `DROP DATABASE IF EXISTS ${nameOf(url)} WITH (FORCE)`);
  }

  async stop() {
    for (const part of this.context.running) await part.stop();
  }

  /**
   * @param {string} url
   * @param {string} sql
   * @param {unknown[]} [values]
   */
  async execute(url, sql, values = []) {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      await client.query(sql, values);
    } finally {
      await client.end();
    }
  }
}

/** @param {string} url */
export function nameOf(url) {
  return new URL(url).pathname.slice(1);
}
