import { createTokens } from '#libs/auth';
import type { DocumentTransaction } from '#libs/persistence';
import { PROTOCOL_VERSION, type Hello } from '#libs/protocol';
import { Logger } from '@nestjs/common';
import { describe, expect, it, vi } from 'vitest';
import { testConfig } from '../../../../test/support/test-config.js';
import type { EditorConnection } from './editor-connection.js';
import { JoinService } from './join.service.js';

Logger.overrideLogger(false);

const hello: Hello = {
  protocol: PROTOCOL_VERSION,
  clientId: 'client-of-ann',
  config: { document: { key: 'key-1', url: 'http://files/a.docx', fileType: 'docx' } },
};

/** A join with a database in memory; `duringJoin` runs while the join is being written down. */
function open(state = 'open', duringJoin: (connection: EditorConnection) => void = () => {}) {
  const connection = {
    id: 'c1',
    documentKey: 'key-1',
    clientId: '',
    phase: 'waiting',
    close: vi.fn(),
  } as unknown as EditorConnection & { close: ReturnType<typeof vi.fn> };
  const rows = new Set<string>();
  const document = { key: 'key-1', state, token: 't', nextIndex: 1, failure: null, savedAt: new Date() };
  const tx = {
    document,
    update: async (patch: object) => void Object.assign(document, patch),
    moveTo: async (_from: object, to: string) => Boolean(Object.assign(document, { state: to })),
    participantOfClient: async () => null,
    addParticipant: async ({ connectionId }: { connectionId: string }) => {
      duringJoin(connection);
      rows.add(connectionId);
    },
    addToTimeline: async () => {},
    registerCallback: async () => {},
    abandonFinalDeliveries: async () => {},
  } as unknown as DocumentTransaction;
  const config = testConfig();
  const parts = {
    config,
    platform: { replicaId: 'r1' },
    tokens: createTokens(config),
    documents: {
      ensure: async () => {},
      locked: (_key: string, work: (tx: DocumentTransaction) => Promise<unknown>) => work(tx),
    },
    opening: { ensureJob: vi.fn() },
    outbox: { addEditing: vi.fn(), wake: vi.fn() },
    leaves: { removeParticipant: async (_key: string, id: string) => void rows.delete(id) },
    admission: { enter: vi.fn() },
  };
  const joins = new JoinService(
    ...(Object.values(parts) as unknown as ConstructorParameters<typeof JoinService>),
  );
  return {
    connection,
    rows,
    document,
    ...parts,
    join: (more: object = {}) => joins.join(connection, { ...hello, ...more }, 'http://base'),
  };
}

describe('joining', () => {
  it('records the participant, tells the integrator and lets him in', async () => {
    const { join, rows, outbox, admission, connection } = open();
    await join();
    expect([...rows]).toEqual(['c1']);
    expect(outbox.addEditing).toHaveBeenCalledOnce();
    expect(admission.enter).toHaveBeenCalledOnce();
    expect(connection).toMatchObject({ canEdit: true, index: 1, userId: 'anonymous' });
  });

  it('leaves no participant behind when the connection closes meanwhile', async () => {
    const { join, rows } = open('open', (connection) => {
      connection.phase = 'gone';
    });
    await join();
    expect([...rows]).toEqual([]);
  });

  it('opens an unknown document', async () => {
    const { join, document, opening } = open('none');
    await join();
    expect(document.state).toBe('opening');
    expect(opening.ensureJob).toHaveBeenCalledOnce();
  });

  it('brings a document back from saving', async () => {
    const { join, document, connection } = open('saving');
    await join();
    expect(document.state).toBe('open');
    expect(connection.canEdit).toBe(true);
  });

  it.each(['delivering', 'saved'])('lets an editor only look at a document that is %s', async (state) => {
    const { join, document, connection, outbox } = open(state);
    await join();
    expect(connection).toMatchObject({ canEdit: false, readOnlyReason: 'version-saved' });
    expect(document.state).toBe(state);
    expect(outbox.addEditing).not.toHaveBeenCalled();
  });

  it.each(['delivering', 'saved'])('refuses who comes back to a session that is %s', async (state) => {
    const { join } = open(state);
    await expect(join({ since: 4, generation: 1 })).rejects.toMatchObject({ code: 'document-closed' });
  });

  it('is refused with a token of another document, twice on one connection and with an old page', async () => {
    const other = { document: { key: 'key-2', url: 'http://files/a.docx' } };
    await expect(open().join({ config: other })).rejects.toMatchObject({ code: 'not-allowed' });
    const twice = open();
    await twice.join();
    await expect(twice.join()).rejects.toMatchObject({ code: 'malformed-message' });
    const old = open();
    await old.join({ protocol: 0 });
    expect(old.connection.close).toHaveBeenCalledWith(4010, expect.any(String));
    expect([...old.rows]).toEqual([]);
  });
});
