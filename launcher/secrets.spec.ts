import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSettings, servicePasswords } from './secrets.mjs';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quire-secrets-'));
  path = join(folder, 'local.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the settings of a new installation', () => {
  it('turn tokens on, with secrets of their own, readable by the owner alone', () => {
    createSettings(path);
    const { services, storage } = JSON.parse(readFileSync(path, 'utf8'));
    const { token, secret } = services.CoAuthoring;
    expect(token.enable).toEqual({ browser: true, request: { inbox: true, outbox: true } });
    expect(secret.inbox.string).toMatch(/^[0-9a-f]{64}$/);
    expect([secret.outbox.string, secret.browser.string]).toEqual([secret.inbox.string, secret.inbox.string]);
    expect(new Set([secret.inbox.string, secret.session.string, storage.fs.secretString]).size).toBe(3);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('are never written over', () => {
    writeFileSync(path, '{"mine":true}');
    createSettings(path);
    expect(readFileSync(path, 'utf8')).toBe('{"mine":true}');
    expect(readdirSync(folder)).toEqual(['local.json']);
  });

  it('stop the start with a sentence when they are not JSON', () => {
    writeFileSync(path, '{"mine":');
    expect(() => createSettings(path)).toThrow(`${path} is not valid JSON`);
  });
});

it('remembers the passwords of its services', () => {
  expect(servicePasswords(path, join(folder, 'postgres'))).toEqual(
    servicePasswords(path, join(folder, 'postgres')),
  );
});

it('says which password is missing', () => {
  writeFileSync(path, '{"postgres":"x","redis":"y"}');
  expect(() => servicePasswords(path, join(folder, 'postgres'))).toThrow('no password for rabbitmq');
});

it('does not invent new passwords for a database that knows the old ones', () => {
  expect(() => servicePasswords(path, folder)).toThrow(`${path} is missing`);
  expect(readdirSync(folder)).toEqual([]);
});
