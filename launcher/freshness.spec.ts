import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestOf, reasonToInstall } from './freshness.mjs';

let root: string;

beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'quire-fresh-'))));
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function lockFile(path: string, packages: Record<string, object>): void {
  write(path, JSON.stringify({ packages: { '': { version: '1.0.0' }, ...packages } }));
}

describe('packages', () => {
  const wanted = {
    'node_modules/a': { version: '1.0.0' },
    'node_modules/other-os': { version: '1.0.0', optional: true },
  };

  it('are to be installed in a fresh checkout', () => {
    lockFile('package-lock.json', wanted);
    expect(reasonToInstall(root)).toContain('not installed');
  });

  it('are complete without those of other platforms', () => {
    lockFile('package-lock.json', wanted);
    lockFile('node_modules/.package-lock.json', { 'node_modules/a': { version: '1.0.0' } });
    expect(reasonToInstall(root)).toBeUndefined();
  });

  it.each([
    ['another version', { 'node_modules/a': { version: '0.9.0' } }],
    ['a missing package', {}],
  ])('are to be installed again after %s', (_, installed) => {
    lockFile('package-lock.json', wanted);
    lockFile('node_modules/.package-lock.json', installed);
    expect(reasonToInstall(root)).toBe('a changed');
  });
});

describe('the digest of sources', () => {
  beforeEach(() => {
    write('apps/a/main.ts', 'one');
    write('libs/b/index.ts', 'two');
  });
  const digest = () => digestOf(root, ['apps', 'libs', 'not-there'], (path) => path.endsWith('.spec.ts'));

  it('stays when only times change, as a checkout does', () => {
    const before = digest();
    utimesSync(join(root, 'apps/a/main.ts'), new Date(), new Date(0));
    expect(digest()).toBe(before);
  });

  it.each([
    ['an edit', () => write('apps/a/main.ts', 'three')],
    ['a new file', () => write('libs/b/more.ts', '')],
    ['a deleted file', () => rmSync(join(root, 'libs/b/index.ts'))],
  ])('changes with %s', (_, change) => {
    const before = digest();
    change();
    expect(digest()).not.toBe(before);
  });

  it('does not see what is skipped, nor installed packages', () => {
    const before = digest();
    write('apps/a/main.spec.ts', 'test');
    write('apps/a/node_modules/x/index.js', 'x');
    expect(digest()).toBe(before);
  });
});
