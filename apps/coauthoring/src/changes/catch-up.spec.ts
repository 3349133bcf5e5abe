import type { ChangeRepository, LogRow } from '#libs/persistence';
import type { ServerMessage } from '#libs/protocol';
import { describe, expect, it, vi } from 'vitest';
import { EditingSession } from '../session/editing-session.js';
import type { EditorConnection } from '../session/editor-connection.js';
import { CatchUp } from './catch-up.js';
import type { SnapshotMaker } from './snapshot-maker.js';

const row = (seq: number, size = 10): LogRow =>
  ({ seq, clientId: 'client-of-ann', counter: seq, payload: Buffer.alloc(size) }) as unknown as LogRow;

function open(log: LogRow[], snapshot: { throughSeq: number; payload: Buffer } | null = null) {
  const session = new EditingSession('key-1');
  session.generation = 2;
  const steps: string[] = [];
  const say = (message: ServerMessage) => {
    if (message.type === 'changes')
      steps.push(`changes ${message.changes.map(({ counter }) => counter).join()}`);
    else if (message.type === 'snapshot') steps.push(`snapshot ${message.throughSeq}`);
    else if (message.type === 'synced') steps.push(`synced ${message.body.throughSeq}`);
    else steps.push(message.type);
  };
  let isTaken = Promise.resolve();
  const connection = {
    phase: 'catching-up',
    since: undefined as { generation: number; seq: number } | undefined,
    send: say,
    sendPaced: (message: ServerMessage) => {
      say(message);
      return isTaken;
    },
    becomeLive: () => steps.push('live'),
  };
  const changes = {
    snapshot: async () => snapshot,
    page: async (_key: string, _generation: number, after: number, _through: number, limit: number) =>
      log.filter(({ seq }) => seq > after).slice(0, limit),
  };
  const considerAfter = vi.fn();
  const catchUp = new CatchUp(
    changes as unknown as ChangeRepository,
    { considerAfter } as unknown as SnapshotMaker,
  );
  return {
    steps,
    session,
    connection,
    considerAfter,
    hold: (promise: Promise<void>) => {
      isTaken = promise;
    },
    bring: () => catchUp.bring(connection as unknown as EditorConnection, session),
  };
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

describe('a joiner', () => {
  it('gets the whole log, then the word that he is up to date, then what was held back', async () => {
    const { steps, bring, considerAfter, session } = open([row(1), row(2)]);
    await bring();
    expect(steps).toEqual(['changes 1,2', 'synced 2', 'live']);
    expect(considerAfter).toHaveBeenCalledExactlyOnceWith(session, 2);
  });

  it('gets the snapshot first and then only the changes after it', async () => {
    const { steps, bring } = open([row(1), row(2), row(3)], { throughSeq: 2, payload: Buffer.alloc(3) });
    await bring();
    expect(steps).toEqual(['snapshot 2', 'changes 3', 'synced 3', 'live']);
  });

  it('of an untouched document is up to date at once', async () => {
    const { steps, bring } = open([]);
    await bring();
    expect(steps).toEqual(['synced 0', 'live']);
  });

  it('who comes back gets what he missed, without the snapshot', async () => {
    const joiner = open([row(1), row(2), row(3)], { throughSeq: 2, payload: Buffer.alloc(3) });
    joiner.connection.since = { generation: 2, seq: 1 };
    await joiner.bring();
    expect(joiner.steps).toEqual(['changes 2,3', 'synced 3', 'live']);
    expect(joiner.considerAfter).not.toHaveBeenCalled();
  });

  it('who comes back from an earlier generation starts anew', async () => {
    const joiner = open([row(1)]);
    joiner.connection.since = { generation: 1, seq: 50 };
    await joiner.bring();
    expect(joiner.steps).toEqual(['changes 1', 'synced 1', 'live']);
  });

  it('gets large changes in several frames, each change once', async () => {
    const { steps, bring } = open([row(1, 200_000), row(2, 200_000), row(3, 200_000)]);
    await bring();
    expect(steps).toEqual(['changes 1,2', 'changes 3', 'synced 3', 'live']);
  });

  it('gets a log of more than one page completely', async () => {
    const { steps, bring } = open(Array.from({ length: 2_001 }, (_, i) => row(i + 1)));
    await bring();
    expect(steps.filter((step) => step.startsWith('changes'))).toHaveLength(3);
    expect(steps.slice(-2)).toEqual(['synced 2001', 'live']);
  });

  it('waits for changes that others saw before he came and that are not stored yet', async () => {
    const { steps, bring, session } = open([row(1)]);
    session.changeQueued();
    const brought = bring();
    await nextTurn();
    expect(steps).toEqual([]);
    session.changesSettled(1);
    await brought;
    expect(steps).toEqual(['changes 1', 'synced 1', 'live']);
  });

  it('gets the next frame only when his connection has taken the one before', async () => {
    const { steps, bring, hold } = open([row(1, 300_000), row(2, 300_000)]);
    let take = () => {};
    hold(new Promise((resolve) => (take = resolve)));
    const brought = bring();
    await nextTurn();
    expect(steps).toEqual(['changes 1']);
    take();
    await brought;
    expect(steps).toEqual(['changes 1', 'changes 2', 'synced 2', 'live']);
  });

  it('who leaves meanwhile is not sent the rest and does not become live', async () => {
    const joiner = open(Array.from({ length: 5_000 }, (_, i) => row(i + 1)));
    joiner.hold(
      Promise.resolve().then(() => {
        joiner.connection.phase = 'gone';
      }),
    );
    await joiner.bring();
    expect(joiner.steps).toHaveLength(1);
    expect(joiner.steps[0]).toMatch(/^changes/);
  });
});
