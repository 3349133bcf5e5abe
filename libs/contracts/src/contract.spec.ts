import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as contracts from './index.js';
import { command, event, ownerOf, type Command, type Event } from './index.js';

const all = Object.values(contracts as Record<string, unknown>).filter(
  (value): value is Command | Event => typeof value === 'object' && value !== null && 'pattern' in value,
);

describe('a contract', () => {
  it('belongs to the app that its pattern begins with', () => {
    expect(ownerOf(command('storage.sign-link', z.object({}), z.object({})))).toBe('storage');
    expect(ownerOf(event('converter.conversion-finished', z.object({})))).toBe('converter');
  });
});

describe('the contracts of the product', () => {
  it('have patterns of their own', () => {
    expect(all.length).toBeGreaterThan(2);
    expect(new Set(all.map(({ pattern }) => pattern)).size).toBe(all.length);
  });

  it.each(all.map((contract) => [contract.pattern, contract] as const))(
    '%s has an owner and a verb',
    (pattern, contract) => {
      expect(pattern).toMatch(/^[a-z]+\.[a-z-]+$/);
      expect(['gateway', 'coauthoring', 'converter', 'storage']).toContain(ownerOf(contract));
    },
  );

  it('let an unknown document be answered with null', () => {
    expect(contracts.documentStatus.reply.safeParse({ status: null }).success).toBe(true);
    expect(contracts.documentStatus.reply.safeParse({}).success).toBe(false);
  });

  it('let a conversion end with a result or a failure', () => {
    const outcome = { kind: 'open', documentKey: 'k', token: 't' };
    const failure = { code: 'not-a-document', message: 'No.' };
    expect(contracts.conversionFinished.payload.safeParse({ ...outcome, failure }).success).toBe(true);
    expect(contracts.conversionFinished.payload.safeParse({ ...outcome, kind: 'other' }).success).toBe(false);
    expect(contracts.conversionFinished.payload.safeParse({ ...outcome, result: {} }).success).toBe(false);
  });
});
