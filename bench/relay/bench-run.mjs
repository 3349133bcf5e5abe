import { join } from 'node:path';

/** What scenarios and servers of one benchmark share. */
export class BenchRun {
  /**
   * @param {object} given
   * @param {string} given.root of the checkout
   * @param {string} given.folder for data and logs; removed at the end
   * @param {typeof import('./plan.mjs').fullPlan} given.plan
   * @param {import('./machine/database.mjs').Database} given.database
   * @param {(line: string) => void} given.note says how far the benchmark is
   */
  constructor({ root, folder, plan, database, note }) {
    this.root = root;
    this.folder = folder;
    this.plan = plan;
    this.database = database;
    this.note = note;
  }

  /** @param {string} name */
  logFile(name) {
    return join(this.folder, `${name}.log`);
  }
}
