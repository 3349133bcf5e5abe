import { ChangeRepository } from '#libs/persistence';
import type { OutgoingChange } from '#libs/protocol';
import { Injectable } from '@nestjs/common';
import type { EditingSession } from '../session/editing-session.js';
import type { EditorConnection } from '../session/editor-connection.js';
import { SnapshotMaker } from './snapshot-maker.js';

const PAGE = 1_000;
/** Bytes of one frame on the way to a joiner (research/relay.md, design 6). */
const SLICE_BYTES = 256 * 1024;
const NO_LIMIT = 2_147_483_647;

/** Sends a joiner what was stored before: a snapshot and the changes after it, or the changes since he was here. */
@Injectable()
export class CatchUp {
  constructor(
    private readonly changes: ChangeRepository,
    private readonly snapshots: SnapshotMaker,
  ) {}

  /** Live frames that arrive meanwhile are held by the connection and follow. */
  async bring(connection: EditorConnection, session: EditingSession): Promise<void> {
    // what the others saw before this connection was registered must be readable first
    await session.flushed();
    const { documentKey, generation } = session;
    const isReturning = connection.since?.generation === generation;
    const snapshot = isReturning ? null : await this.changes.snapshot(documentKey, generation);
    if (snapshot) {
      const { throughSeq, payload: update } = snapshot;
      await connection.sendPaced({ type: 'snapshot', throughSeq, update });
    }
    const from = isReturning ? (connection.since?.seq ?? 0) : (snapshot?.throughSeq ?? 0);
    const throughSeq = await this.sendTail(connection, documentKey, generation, from);
    if (connection.phase === 'gone') return;
    connection.send({ type: 'synced', body: { throughSeq } });
    // what was held back follows `synced`: it may not be stored yet, and the client must not take it for stored
    connection.becomeLive();
    if (!isReturning) this.snapshots.considerAfter(session, throughSeq - from);
  }

  private async sendTail(
    connection: EditorConnection,
    key: string,
    generation: number,
    from: number,
  ): Promise<number> {
    let last = from;
    for (;;) {
      const rows = await this.changes.page(key, generation, last, NO_LIMIT, PAGE);
      for (const slice of slices(
        rows.map((row) => ({ clientId: row.clientId, counter: row.counter, update: row.payload })),
      )) {
        await connection.sendPaced({ type: 'changes', changes: slice });
      }
      if (connection.phase === 'gone') return last;
      last = rows.at(-1)?.seq ?? last;
      if (rows.length < PAGE) return last;
    }
  }
}

function* slices(changes: readonly OutgoingChange[]): Generator<OutgoingChange[]> {
  let slice: OutgoingChange[] = [];
  let bytes = 0;
  for (const change of changes) {
    slice.push(change);
    bytes += change.update.byteLength;
    if (bytes < SLICE_BYTES) continue;
    yield slice;
    slice = [];
    bytes = 0;
  }
  if (slice.length > 0) yield slice;
}
