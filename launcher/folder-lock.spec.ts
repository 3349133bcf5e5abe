import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FolderLock } from './folder-lock.mjs';
import { identityOf } from './process-identity.mjs';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quire-lock-'));
  path = join(folder, 'launcher.lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

async function endedProcess(): Promise<{ pid: number; identity: string }> {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()']);
  const owner = { pid: child.pid ?? 0, identity: identityOf(child.pid ?? 0) ?? '' };
  child.kill('SIGKILL');
  await once(child, 'exit');
  return owner;
}

describe('the lock of a data folder', () => {
  it('tells a second start who holds it', () => {
    FolderLock.take(path);
    expect(FolderLock.take(path)).toMatchObject({ holder: { pid: process.pid } });
  });

  it('is free again after its release', () => {
    const first = FolderLock.take(path);
    if ('lock' in first) first.lock.release();
    expect(existsSync(path)).toBe(false);
    expect(FolderLock.take(path)).toHaveProperty('lock');
  });

  it('is taken over from a process that was killed, and says so', async () => {
    const dead = await endedProcess();
    writeFileSync(path, JSON.stringify(dead));
    expect(FolderLock.take(path)).toMatchObject({ stale: dead });
  });

  it('is not kept by another process that got the same pid', () => {
    writeFileSync(path, JSON.stringify({ pid: process.pid, identity: 'an earlier boot:1' }));
    expect(FolderLock.take(path)).toHaveProperty('lock');
  });

  it('is taken when a crash left nonsense in it', () => {
    writeFileSync(path, '{"pid":');
    expect(FolderLock.take(path)).toHaveProperty('lock');
  });

  it('leaves no other file behind', async () => {
    writeFileSync(path, JSON.stringify(await endedProcess()));
    FolderLock.take(path);
    expect(readdirSync(folder)).toEqual(['launcher.lock']);
  });

  it('is not released by a launcher that lost it', () => {
    const first = FolderLock.take(path);
    const other = JSON.stringify({ pid: process.pid, identity: 'somebody else' });
    writeFileSync(path, other);
    if ('lock' in first) first.lock.release();
    expect(existsSync(path)).toBe(true);
  });
});
