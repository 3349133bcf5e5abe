import { fork, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SupervisedProcess } from './supervised-process.mjs';

let folder: string;
let running: SupervisedProcess | undefined;
let states: Array<{ state: string; detail: string; pid: number | undefined }>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quire-supervised-'));
  states = [];
});
afterEach(async () => {
  await running?.stop();
  rmSync(folder, { recursive: true });
});

const saysReady = (child: ChildProcess) =>
  new Promise<void>((resolve) => child.once('message', () => resolve()));

function supervise(script: string, patience = 5000, ready = saysReady): SupervisedProcess {
  const entry = join(folder, 'app.mjs');
  writeFileSync(entry, script);
  running = new SupervisedProcess({
    name: 'app',
    pidFile: join(folder, 'app.pid'),
    spawn: async () => fork(entry, [], { detached: true, stdio: 'ignore', execArgv: [] }),
    ready,
    stop: [['SIGTERM', patience]],
    lastWords: () => 'its last words',
    report: (state, detail, pid) => states.push({ state, detail, pid }),
  });
  return running;
}

const refused = () => Promise.reject(new Error('wrong password'));
const serve = `process.send('ready'); setInterval(() => {}, 1000);`;

describe('a supervised process', () => {
  it('has started once it says so, and is on record', async () => {
    await supervise(serve).start();
    expect(states.map(({ state }) => state)).toEqual(['starting', 'ready']);
    expect(existsSync(join(folder, 'app.pid'))).toBe(true);
  });

  it('is started again after a crash, which is reported with its reason', async () => {
    await supervise(serve).start();
    process.kill(states.at(-1)?.pid ?? 0, 'SIGKILL');
    await vi.waitFor(() => expect(states.filter(({ state }) => state === 'ready')).toHaveLength(2), 10_000);
    expect(states).toContainEqual(
      expect.objectContaining({
        state: 'restarting',
        detail: 'ended by SIGKILL, starting it again in 250 ms',
      }),
    );
  });

  it('is given up, with its last words, when it never starts', async () => {
    await expect(supervise('process.exit(3)').start()).rejects.toMatchObject({
      message: 'app does not start: it ended with exit code 3, 5 times in a row.',
      output: 'its last words',
    });
  }, 20_000);

  it('is given up at once when it says that its configuration cannot be used', async () => {
    await expect(supervise('process.exit(78)').start()).rejects.toThrow(
      'app does not start: it ended with exit code 78.',
    );
  });

  it('is given up at once when it runs but cannot be used', async () => {
    await expect(supervise(serve, 5000, refused).start()).rejects.toThrow(
      'app does not start: it runs, but cannot be used (wrong password).',
    );
  });

  it('is not started again when it was asked to stop', async () => {
    const app = supervise(serve);
    await app.start();
    await app.stop();
    expect(states.map(({ state }) => state)).toEqual(['starting', 'ready', 'stopping', 'stopped']);
    expect(existsSync(join(folder, 'app.pid'))).toBe(false);
  });

  it('is killed when it ignores the request to stop', async () => {
    const app = supervise(`process.on('SIGTERM', () => {}); ${serve}`, 100);
    await app.start();
    const pid = states.at(-1)?.pid ?? 0;
    await app.stop();
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it('can be stopped while it has not started yet', async () => {
    const app = supervise('setInterval(() => {}, 1000)');
    const started = app.start();
    await vi.waitFor(() => expect(existsSync(join(folder, 'app.pid'))).toBe(true));
    await app.stop();
    await expect(started).resolves.toBeUndefined();
  });
});
