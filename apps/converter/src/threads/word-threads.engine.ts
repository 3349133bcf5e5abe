import { afterEach, describe, expect, it } from 'vitest';
import { largeDocx, plainDocx } from '../../../../test/fixtures/documents.js';
import { compiledFile } from '../compiled-file.js';
import { WordThreads } from './word-threads.js';

const built = compiledFile('./word.thread.js', import.meta.url);
if (!built)
  process.stderr.write('The converter is not built: tests of its threads are skipped. Run: npm run build\n');

/** Real threads, which can only run what was built. */
class BuiltThreads extends WordThreads {
  constructor(protected override readonly heapMb = 512) {
    super();
  }

  protected override entry(): URL | undefined {
    return built;
  }
}

const small = plainDocx(['one', 'two']);
const soon = () => AbortSignal.timeout(30_000);

describe.skipIf(!built)('document threads', () => {
  let threads = new BuiltThreads();
  afterEach(() => threads.onApplicationShutdown());

  it('do one task after the other and several at a time', async () => {
    threads = new BuiltThreads();
    await threads.check({ master: small }, soon());
    const results = await Promise.all(
      [1, 2, 3].map(() => threads.assemble({ master: small, updates: [] }, soon())),
    );
    for (const { bytes, text } of results) {
      expect(Buffer.from(bytes).equals(Buffer.from(small))).toBe(true);
      expect(text).toContain('one');
    }
  });

  it('name what is wrong with a document and go on with the next', async () => {
    threads = new BuiltThreads();
    const broken = Buffer.from('PK\u0003\u0004 no document');
    await expect(threads.check({ master: broken }, soon())).rejects.toMatchObject({
      name: 'WordDocumentError',
      code: expect.any(String),
    });
    await threads.check({ master: small }, soon());
  });

  it('are ended at the deadline while they work, and the next task gets a new one', async () => {
    threads = new BuiltThreads();
    const deadline = AbortSignal.timeout(300);
    await expect(threads.check({ master: largeDocx(400_000) }, deadline)).rejects.toMatchObject({
      code: 'conversion-timed-out',
    });
    await threads.check({ master: small }, soon());
  });

  it('are ended when a document wants more memory than it gets, and nothing else is harmed', async () => {
    threads = new BuiltThreads(48);
    await expect(threads.check({ master: largeDocx(500_000) }, soon())).rejects.toMatchObject({
      code: 'too-large',
    });
    await threads.check({ master: small }, soon());
  });
});
