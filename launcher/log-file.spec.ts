import { mkdtempSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LogFile } from './log-file.mjs';

let folder: string;
let log: LogFile;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quire-log-'));
  log = new LogFile(join(folder, 'app.log'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('goes on in the same open file after it was cut', () => {
  log.open((descriptor) => {
    writeSync(descriptor, 'before\n');
    log.cutWhenLarge(3);
    writeSync(descriptor, 'after\n');
  });
  expect(readFileSync(log.path, 'utf8')).toBe('after\n');
  expect(readFileSync(`${log.path}.1`, 'utf8')).toBe('before\n');
});

it('is kept whole below the limit', () => {
  log.open((descriptor) => writeSync(descriptor, 'short\n'));
  log.cutWhenLarge(1000);
  expect(log.tail()).toBe('short');
});

it('shows its last lines', () => {
  log.open((descriptor) =>
    writeSync(descriptor, Array.from({ length: 100 }, (_, at) => `line ${at}\n`).join('')),
  );
  expect(log.tail(2)).toBe('line 98\nline 99');
});

it('has nothing to show before the first line', () => {
  expect(log.tail()).toBe('');
});
