import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { StatusBoard } from './status-board.mjs';

let folder: string;
let path: string;
const read = () => JSON.parse(readFileSync(path, 'utf8'));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quire-status-'));
  path = join(folder, 'status.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('is in the file from the first moment', () => {
  const board = new StatusBoard(path, 'cluster');
  expect(board.state).toBe('starting');
  expect(read()).toMatchObject({
    pid: process.pid,
    profile: 'cluster',
    url: '',
    state: 'starting',
    parts: {},
  });
});

it('follows every change', () => {
  const board = new StatusBoard(path, 'standalone');
  board.serveAt('http://localhost:8000/');
  board.set('database', { state: 'ready', detail: 'here', pid: 7 });
  board.enter('ready');
  expect(read()).toMatchObject({
    url: 'http://localhost:8000/',
    state: 'ready',
    parts: { database: { state: 'ready', detail: 'here', pid: 7 } },
  });
});

it('is gone after a stop', () => {
  new StatusBoard(path, 'standalone').remove();
  expect(existsSync(path)).toBe(false);
});
