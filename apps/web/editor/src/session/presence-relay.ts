import type { Participant } from '#libs/protocol';
import {
  applyAwarenessUpdate,
  encodeAwarenessUpdate,
  removeAwarenessStates,
  type Awareness,
} from 'y-protocols/awareness';

/** Cursors move with every key; the others need to see it only so often. */
const SEND_EVERY = 50;
const REMOTE = 'remote';

interface Change {
  readonly added: readonly number[];
  readonly updated: readonly number[];
  readonly removed: readonly number[];
}

/** Carries cursors and selections between the surface and the connection. */
export class PresenceRelay {
  private readonly clientsOf = new Map<string, Set<number>>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly awareness: Awareness,
    private readonly send: (state: Uint8Array) => void,
  ) {
    awareness.on('update', this.changed);
  }

  /** A state of another connection arrived. */
  receive(connectionId: string, state: Uint8Array): void {
    const clients = this.clientsOf.get(connectionId) ?? new Set();
    this.clientsOf.set(connectionId, clients);
    const note = ({ added, updated }: Change): void => {
      for (const client of [...added, ...updated])
        if (client !== this.awareness.clientID) clients.add(client);
    };
    this.awareness.on('update', note);
    try {
      applyAwarenessUpdate(this.awareness, state, REMOTE);
    } catch {
      // Presence comes from peers unchecked; a state that cannot be read shows no cursor and harms nobody.
    } finally {
      this.awareness.off('update', note);
    }
  }

  /** Cursors of those who left disappear; newcomers are shown this one. */
  participants(participants: readonly Participant[]): void {
    const present = new Set(participants.map(({ connectionId }) => connectionId));
    const gone = [...this.clientsOf].filter(([connectionId]) => !present.has(connectionId));
    for (const [connectionId] of gone) this.clientsOf.delete(connectionId);
    // Somebody who connected again has a new connection and the same cursor.
    const alive = new Set([...this.clientsOf.values()].flatMap((clients) => [...clients]));
    const left = gone.flatMap(([, clients]) => [...clients]).filter((client) => !alive.has(client));
    removeAwarenessStates(this.awareness, left, REMOTE);
    this.renew();
  }

  /** Sends the own state under a new number, because those who dropped it refuse the number they know. */
  renew(): void {
    this.awareness.setLocalState(this.awareness.getLocalState());
  }

  private sendSoon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.send(encodeAwarenessUpdate(this.awareness, [this.awareness.clientID]));
    }, SEND_EVERY);
  }

  destroy(): void {
    clearTimeout(this.timer);
    this.awareness.off('update', this.changed);
  }

  private readonly changed = (change: Change, origin: unknown): void => {
    if (origin === REMOTE) return;
    if ([...change.added, ...change.updated, ...change.removed].includes(this.awareness.clientID))
      this.sendSoon();
  };
}
