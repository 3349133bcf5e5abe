import { describe, expect, it, vi } from 'vitest';
import { freshConfig } from './fresh-config.js';

const config = (key: string) => ({ document: { key, title: 't' } });
const wait = async () => {};

describe('a configuration after a save', () => {
  it('is asked for until the document has its next key', async () => {
    const load = vi.fn(async () => config('old'));
    load
      .mockResolvedValueOnce(config('old'))
      .mockResolvedValueOnce(config('old'))
      .mockResolvedValueOnce(config('new'));
    await expect(freshConfig(load, 'old', wait)).resolves.toEqual(config('new'));
    expect(load).toHaveBeenCalledTimes(3);
  });

  it('is given up when the key never changes', async () => {
    await expect(freshConfig(async () => config('old'), 'old', wait)).resolves.toBeUndefined();
  });
});
