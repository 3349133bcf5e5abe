import 'reflect-metadata';
import {
  ChangeRepository,
  DeliveryRepository,
  DocumentRepository,
  ParticipantRepository,
  createDataSource,
  migrate,
  type NewDelivery,
  type PendingChange,
} from '#libs/persistence';
import { randomBytes, randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const newKey = () => `key-${randomBytes(6).toString('hex')}`;
const MINUTE = 60_000;

describe('the database', () => {
  let database: TestDatabase;
  let dataSource: ReturnType<typeof createDataSource>;
  let pool: Pool;
  let documents: DocumentRepository;
  let changes: ChangeRepository;
  let deliveries: DeliveryRepository;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = createDataSource(database.url, 'quire test');
    await dataSource.initialize();
    await migrate(dataSource);
    pool = new Pool({ connectionString: database.url, max: 8 });
    documents = new DocumentRepository(dataSource);
    changes = new ChangeRepository(pool);
    deliveries = new DeliveryRepository(dataSource);
  });

  afterAll(async () => {
    await pool?.end();
    await dataSource?.destroy();
    await database?.drop();
  });

  /** A document in state `open`, with its token. */
  async function openDocument(key = newKey()): Promise<{ key: string; token: string }> {
    const token = randomUUID();
    const source = { originFormat: 'docx', title: 'A', sourceUrl: '', isSourceTrusted: false, baseUrl: '' };
    await documents.ensure({ key, token, ...source });
    await documents.locked(key, (tx) => tx.moveTo({ state: 'none', token }, 'open'));
    return { key, token: (await documents.find(key))?.token ?? '' };
  }

  const change = (key: string, clientId: string, counter: number, size = 3): PendingChange => ({
    key,
    generation: 1,
    clientId,
    counter,
    authorIndex: 1,
    userId: 'u1',
    userName: 'Ann',
    payload: new Uint8Array(size).fill(counter),
  });
  const logOf = async (key: string) => {
    const rows = await changes.page(key, 1, 0, 2_147_483_647, 100_000);
    return rows.map(({ seq, clientId, counter }) => `${seq} ${clientId}/${counter}`);
  };

  describe('the schema', () => {
    it('is what the entities say: nothing is left to migrate', async () => {
      const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
      expect(upQueries.map(({ query }) => query)).toEqual([]);
    });

    it('may be brought up to date by several processes at once, and again', async () => {
      const others = await Promise.all(
        [1, 2, 3].map((n) => createDataSource(database.url, `quire test ${n}`, 2).initialize()),
      );
      await Promise.all(others.map((other) => migrate(other)));
      await Promise.all(others.map((other) => other.destroy()));
    });
  });

  describe('the log of changes', () => {
    it('numbers the changes of each document from 1, in the order of the batch', async () => {
      const [a, b] = [await openDocument(), await openDocument()];
      await changes.append([change(a.key, 'ann', 1), change(b.key, 'bob', 1), change(a.key, 'ann', 2)]);
      await changes.append([change(b.key, 'bob', 2), change(a.key, 'eve', 1)]);
      expect(await logOf(a.key)).toEqual(['1 ann/1', '2 ann/2', '3 eve/1']);
      expect(await logOf(b.key)).toEqual(['1 bob/1', '2 bob/2']);
      expect(await documents.find(a.key)).toMatchObject({ lastSeq: 3, changesBytes: 9 });
    });

    it('stores a change once, whoever sends it again, and answers with its number', async () => {
      const { key } = await openDocument();
      await changes.append([change(key, 'ann', 1), change(key, 'ann', 2)]);
      const again = await changes.append([
        change(key, 'ann', 2),
        change(key, 'ann', 3),
        change(key, 'ann', 1),
      ]);
      const numbers = Object.fromEntries(again.map(({ counter, seq }) => [counter, seq]));
      expect(numbers).toEqual({ 1: 1, 2: 2, 3: 3 });
      expect(await logOf(key)).toEqual(['1 ann/1', '2 ann/2', '3 ann/3']);
      expect(await documents.find(key)).toMatchObject({ lastSeq: 3, changesBytes: 9 });
    });

    it('takes nothing for a document that is not open, or for another generation, and the rest all the same', async () => {
      const [open, closed] = [await openDocument(), await openDocument()];
      await documents.locked(closed.key, (tx) => tx.moveTo({ state: 'open', token: closed.token }, 'saving'));
      const stored = await changes.append([
        change(closed.key, 'ann', 1),
        { ...change(open.key, 'ann', 1), generation: 2 },
        change('nobody-knows-me', 'ann', 1),
        change(open.key, 'ann', 2),
      ]);
      expect(stored.map(({ key, counter }) => [key, counter])).toEqual([[open.key, 2]]);
      expect(await logOf(closed.key)).toEqual([]);
    });

    it('never gives a number twice when several processes append at once', async () => {
      const [a, b] = [await openDocument(), await openDocument()];
      const append = async (batch: PendingChange[]): Promise<void> => {
        for (;;) {
          try {
            await changes.append(batch);
            return;
          } catch (error) {
            // the appender does the same: two processes locked the documents in another order
            if ((error as { code?: string }).code !== '40P01') throw error;
          }
        }
      };
      const process = async (clientId: string) => {
        for (let counter = 1; counter <= 20; counter++) {
          const batch = [change(a.key, clientId, counter), change(b.key, clientId, counter)];
          await append(counter % 2 === 0 ? batch : batch.toReversed());
        }
      };
      await Promise.all(['p1', 'p2', 'p3', 'p4'].map(process));
      for (const { key } of [a, b]) {
        const log = await logOf(key);
        expect(log.map((line) => Number(line.split(' ')[0]))).toEqual(
          Array.from({ length: 80 }, (_, i) => i + 1),
        );
        const ofFirst = log.filter((line) => line.includes('p1/')).map((line) => Number(line.split('/')[1]));
        expect(ofFirst).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
      }
    });

    it('stores a change once when two processes bring it at the same moment', async () => {
      const { key } = await openDocument();
      for (let counter = 1; counter <= 20; counter++) {
        const twice = await Promise.allSettled([
          changes.append([change(key, 'ann', counter)]),
          changes.append([change(key, 'ann', counter)]),
        ]);
        for (const outcome of twice) {
          if (outcome.status === 'fulfilled')
            expect(outcome.value).toMatchObject([{ counter, seq: counter }]);
          else expect(outcome.reason).toMatchObject({ code: '23505' });
        }
      }
      expect(await logOf(key)).toHaveLength(20);
      expect(await documents.find(key)).toMatchObject({ lastSeq: 20 });
    });

    it('is read in pages, from and through a number, byte for byte', async () => {
      const { key } = await openDocument();
      await changes.append([1, 2, 3, 4].map((counter) => change(key, 'ann', counter, counter * 10)));
      const page = await changes.page(key, 1, 1, 3, 10);
      expect(page.map(({ seq, payload }) => [seq, [...payload]])).toEqual([
        [2, Array(20).fill(2)],
        [3, Array(30).fill(3)],
      ]);
      expect(await changes.page(key, 1, 0, 4, 2)).toHaveLength(2);
    });

    it('keeps the newer of two snapshots', async () => {
      const { key } = await openDocument();
      expect(await changes.snapshot(key, 1)).toBeNull();
      await changes.saveSnapshot(key, 1, 5, Uint8Array.of(5));
      await changes.saveSnapshot(key, 1, 3, Uint8Array.of(3));
      expect(await changes.snapshot(key, 1)).toEqual({ throughSeq: 5, payload: Buffer.of(5) });
      await changes.saveSnapshot(key, 1, 9, Uint8Array.of(9));
      expect(await changes.snapshot(key, 1)).toMatchObject({ throughSeq: 9 });
    });

    it('is forgotten after an acknowledged save, with its snapshot', async () => {
      const { key } = await openDocument();
      await changes.append([change(key, 'ann', 1)]);
      await changes.saveSnapshot(key, 1, 1, Uint8Array.of(1));
      await documents.locked(key, (tx) => tx.forgetChanges(1));
      expect(await logOf(key)).toEqual([]);
      expect(await changes.snapshot(key, 1)).toBeNull();
    });
  });

  describe('the state of a document', () => {
    it('moves only from exactly the state and token that the mover knows', async () => {
      const { key, token } = await openDocument();
      const move = (from: { state: 'open' | 'saving'; token: string }) =>
        documents.locked(key, (tx) => tx.moveTo(from, 'saving', { lastLeaver: 'u1' }));
      expect(await move({ state: 'open', token: randomUUID() })).toBe(false);
      expect(await move({ state: 'saving', token })).toBe(false);
      expect(await move({ state: 'open', token })).toBe(true);
      expect(await move({ state: 'open', token })).toBe(false);
      const document = await documents.find(key);
      expect(document).toMatchObject({ state: 'saving', lastLeaver: 'u1' });
      expect(document?.token).not.toBe(token);
    });

    it('is moved by one of many who try at once', async () => {
      const { key, token } = await openDocument();
      const moved = await Promise.all(
        Array.from({ length: 5 }, () =>
          documents.locked(key, (tx) => tx.moveTo({ state: 'open', token }, 'saving')),
        ),
      );
      expect(moved.filter(Boolean)).toHaveLength(1);
    });

    it('does not change while a change is being stored, nor the other way round', async () => {
      const { key, token } = await openDocument();
      let append: Promise<unknown> | undefined;
      await documents.locked(key, async (tx) => {
        append = changes.append([change(key, 'ann', 1)]);
        await tx.moveTo({ state: 'open', token }, 'saving');
      });
      expect(await append).toEqual([]);
    });

    it('is created once', async () => {
      const { key, token } = await openDocument();
      await openDocument(key);
      expect(await documents.find(key)).toMatchObject({ state: 'open', token });
    });

    it('is not moved when the transaction fails afterwards', async () => {
      const { key, token } = await openDocument();
      const failing = documents.locked(key, async (tx) => {
        await tx.moveTo({ state: 'open', token }, 'saving');
        throw new Error('later');
      });
      await expect(failing).rejects.toThrow('later');
      expect(await documents.find(key)).toMatchObject({ state: 'open', token });
    });

    it('shows which documents have changes and no editor any more', async () => {
      const [left, edited, untouched] = [await openDocument(), await openDocument(), await openDocument()];
      await changes.append([change(left.key, 'ann', 1), change(edited.key, 'ann', 1)]);
      const participant = (canEdit: boolean) => ({
        connectionId: randomUUID(),
        replicaId: 'r1',
        clientId: 'client-of-ann',
        userId: 'u1',
        userName: 'Ann',
        index: 1,
        canEdit,
      });
      await documents.locked(left.key, (tx) => tx.addParticipant(participant(false)));
      await documents.locked(edited.key, (tx) => tx.addParticipant(participant(true)));
      const abandoned = await documents.abandonedKeys(100_000);
      expect(abandoned).toContain(left.key);
      expect(abandoned).not.toContain(edited.key);
      expect(abandoned).not.toContain(untouched.key);
      const participants = new ParticipantRepository(dataSource);
      expect(await participants.expired(MINUTE)).toEqual([]);
      expect(await participants.of(edited.key)).toMatchObject([{ userId: 'u1', canEdit: true }]);
    });

    it('keeps what the first client computed from the master, for its generation', async () => {
      const { key } = await openDocument();
      expect(await documents.agreeOnBase(key, 1, { seedHash: 'first' })).toEqual({ seedHash: 'first' });
      expect(await documents.agreeOnBase(key, 1, { seedHash: 'second' })).toEqual({ seedHash: 'first' });
      expect(await documents.agreeOnBase(key, 2, { seedHash: 'second' })).toBeNull();
    });
  });

  describe('the outbox', () => {
    const delivery = (more: Partial<NewDelivery> = {}): NewDelivery => ({
      generation: 1,
      token: null,
      status: 1,
      url: 'http://handler/callback',
      isTrustedUrl: true,
      body: { users: ['u1'] },
      fileBlob: null,
      ...more,
    });
    const add = (key: string, more: Partial<NewDelivery> = {}) =>
      documents.locked(key, (tx) => tx.deliver(delivery(more)));
    const claim = (key: string, lease = MINUTE) => deliveries.claimFirst(key, 'r1', lease);

    it('gives the deliveries of a key one after the other, in the order they came', async () => {
      const { key } = await openDocument();
      const ids = [await add(key), await add(key), await add(key)];
      for (const id of ids) {
        expect(await claim(key)).toMatchObject({ id, attempts: 1, body: { users: ['u1'] } });
        expect(await claim(key), 'the next one waits for the first').toBeNull();
        await deliveries.settle(id, 'delivered');
      }
      expect(await claim(key)).toBeNull();
    });

    it('gives a delivery to one of many who ask at once', async () => {
      const { key } = await openDocument();
      await add(key);
      const claims = await Promise.all(Array.from({ length: 6 }, () => claim(key)));
      expect(claims.filter(Boolean)).toHaveLength(1);
    });

    it('gives a delivery to the next one when the lease of a dead process is over', async () => {
      const { key } = await openDocument();
      const id = await add(key);
      await claim(key, -1_000);
      expect(await claim(key)).toMatchObject({ id, attempts: 2 });
      await deliveries.releaseClaimsOf('another replica');
      expect(await claim(key)).toBeNull();
      await deliveries.releaseClaimsOf('r1');
      expect(await claim(key)).toMatchObject({ id, attempts: 3 });
    });

    it('does not give a delivery before its time, and lets no later one overtake it', async () => {
      const { key } = await openDocument();
      const id = await add(key);
      await add(key);
      await claim(key);
      await deliveries.postpone(id, 'parked', MINUTE);
      expect(await claim(key)).toBeNull();
      await deliveries.postpone(id, 'parked', 0);
      expect(await claim(key)).toMatchObject({ id });
    });

    it('knows whether the file of a state waits for its delivery', async () => {
      const { key, token } = await openDocument();
      expect(await deliveries.waitsFor(key, token)).toBe(false);
      await add(key, { status: 3, token });
      expect(await deliveries.waitsFor(key, token)).toBe(false);
      const id = await add(key, { status: 2, token, fileBlob: 'b' });
      expect(await deliveries.waitsFor(key, token)).toBe(true);
      expect(await deliveries.waitsFor(key, randomUUID())).toBe(false);
      await deliveries.postpone(id, 'parked', MINUTE);
      expect(await deliveries.waitsFor(key, token)).toBe(true);
      await deliveries.settle(id, 'delivered');
      expect(await deliveries.waitsFor(key, token)).toBe(false);
    });

    it('drops final deliveries when editing goes on, and only those, whatever their sender still reports', async () => {
      const { key, token } = await openDocument();
      const final = await add(key, { status: 2, token, fileBlob: 'b' });
      const status = await add(key);
      await claim(key);
      await documents.locked(key, (tx) => tx.abandonFinalDeliveries());
      await deliveries.postpone(final, 'waiting', 0);
      expect(await claim(key)).toMatchObject({ id: status });
    });

    it('sends to the address of a connection, else to the last one that was registered', async () => {
      const { key } = await openDocument();
      await documents.locked(key, async (tx) => {
        expect(await tx.callbackOf(null)).toBeNull();
        for (const index of [1, 3]) {
          await tx.registerCallback({
            index,
            userId: `u${index}`,
            url: `http://h/${index}`,
            isTrusted: true,
          });
        }
        expect((await tx.callbackOf(1))?.url).toBe('http://h/1');
        expect((await tx.callbackOf(2))?.url).toBe('http://h/3');
        expect((await tx.callbackOf(null))?.url).toBe('http://h/3');
      });
    });
  });
});
