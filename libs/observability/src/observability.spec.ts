import { afterEach, describe, expect, it, vi } from 'vitest';
import { testConfig } from '../../../test/support/test-config.js';
import { createLogger, currentContext, inContext } from './index.js';

afterEach(() => vi.restoreAllMocks());

describe('the log context', () => {
  it('is empty outside', () => {
    expect(currentContext()).toEqual({});
  });

  it('adds inner fields to outer ones and forgets them afterwards', () => {
    inContext({ requestId: 'r', documentKey: 'outer' }, () => {
      inContext({ documentKey: 'inner' }, () =>
        expect(currentContext()).toEqual({ requestId: 'r', documentKey: 'inner' }),
      );
      expect(currentContext()).toEqual({ requestId: 'r', documentKey: 'outer' });
    });
  });

  it('follows work that runs at the same time', async () => {
    const seen = await Promise.all(
      ['a', 'b'].map((documentKey) =>
        inContext({ documentKey }, async () => {
          await new Promise((resolve) => setImmediate(resolve));
          return currentContext().documentKey;
        }),
      ),
    );
    expect(seen).toEqual(['a', 'b']);
  });
});

describe('the log', () => {
  const written = () => {
    const lines: string[] = [];
    for (const stream of [process.stdout, process.stderr]) {
      vi.spyOn(stream, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
    }
    return lines;
  };

  it('carries the context in every JSON line', () => {
    const lines = written();
    const logger = createLogger(testConfig(), 'coauthoring');
    inContext({ documentKey: 'key-1', userId: 'u1' }, () => logger.log('joined'));
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'log',
      message: 'joined',
      documentKey: 'key-1',
      userId: 'u1',
    });
  });

  it('leaves out what is below its level', () => {
    const lines = written();
    const logger = createLogger(
      testConfig({ NODE_CONFIG: '{"quire":{"log":{"level":"warn"}}}' }),
      'coauthoring',
    );
    logger.log('not this');
    logger.warn('but this');
    logger.error('and this');
    expect(lines.join('')).not.toContain('not this');
    expect(lines).toHaveLength(2);
  });
});
