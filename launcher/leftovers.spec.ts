import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataFolder } from './data-folder.mjs';
import { clearLeftovers } from './leftovers.mjs';
import { identityOf } from './process-identity.mjs';

let data: DataFolder;
let app: ChildProcess;
let said: string[];

beforeEach(() => {
  data = DataFolder.open(mkdtempSync(join(tmpdir(), 'quire-leftovers-')));
  app = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  said = [];
});
afterEach(() => {
  app.kill('SIGKILL');
  rmSync(data.path, { recursive: true });
});

const clear = () => clearLeftovers(data, (line) => said.push(line));
const record = (identity: string) =>
  writeFileSync(join(data.run, 'gateway.pid'), JSON.stringify({ pid: app.pid, identity }));

describe('what a killed launcher left', () => {
  it('is ended when it is ours', async () => {
    record(identityOf(app.pid ?? 0) ?? '');
    await clear();
    expect(identityOf(app.pid ?? 0)).toBeUndefined();
    expect(said).toEqual([`Stopping gateway (process ${app.pid}), left over from a start that was killed.`]);
    expect(existsSync(join(data.run, 'gateway.pid'))).toBe(false);
  });

  it('is left alone when another program has the pid now', async () => {
    record('an earlier boot:1');
    await clear();
    expect(identityOf(app.pid ?? 0)).toBeDefined();
    expect(said).toEqual([]);
  });

  it('is nothing when the record was torn by a power cut', async () => {
    writeFileSync(join(data.run, 'gateway.pid'), '{"pid":');
    await clear();
    expect(said).toEqual([]);
  });

  it('includes unfinished files, and the pid file of a PostgreSQL that is gone', async () => {
    mkdirSync(join(data.path, 'postgres.1.draft'));
    mkdirSync(data.postgres);
    // The pid lives, but it is no PostgreSQL: PostgreSQL itself would refuse to start over such a file.
    writeFileSync(join(data.postgres, 'postmaster.pid'), `${app.pid}\n${data.postgres}\n`);
    await clear();
    expect(existsSync(join(data.path, 'postgres.1.draft'))).toBe(false);
    expect(existsSync(join(data.postgres, 'postmaster.pid'))).toBe(false);
    expect(identityOf(app.pid ?? 0)).toBeDefined();
  });
});
