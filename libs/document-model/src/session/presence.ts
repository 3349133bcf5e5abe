import type { CollaborationIdentity, CollaborationParticipant } from '@docx-editor.dev/core/collaboration';
import type { Awareness } from 'y-protocols/awareness';
import type { SharedCaret } from './caret-positions.js';

/** A selection as it travels: both ends stay beside their characters. */
export interface SharedSelection {
  readonly anchor: SharedCaret;
  readonly head: SharedCaret;
  readonly kind?: 'cells';
}

/** Somebody else's selection, still in shared form. */
export interface PeerSelection {
  readonly identity: CollaborationIdentity;
  readonly selection: SharedSelection;
}

/** As many as the engine shows. */
const MAX_PARTICIPANTS = 256;
const MAX_NAME = 256;

/** Who is here and what they have selected, through Yjs awareness. States of peers are read with suspicion. */
export class Presence {
  private readonly listeners = new Set<() => void>();
  private readonly notify = (): void => {
    for (const listener of this.listeners) listener();
  };

  constructor(
    private readonly identity: CollaborationIdentity,
    private readonly awareness: Awareness | null,
  ) {
    awareness?.setLocalStateField('identity', identity);
    awareness?.on('change', this.notify);
  }

  publish(selection: SharedSelection | null): void {
    this.awareness?.setLocalStateField('selection', selection);
  }

  participants(): readonly CollaborationParticipant[] {
    const me: CollaborationParticipant = { ...this.identity, isLocal: true };
    const others = this.peers().map(({ identity }) => ({ ...identity, isLocal: false }));
    return [me, ...others].slice(0, MAX_PARTICIPANTS);
  }

  selections(): PeerSelection[] {
    return this.peers().flatMap(({ identity, state }) => {
      const selection = readSelection(state['selection']);
      return selection === null ? [] : [{ identity, selection }];
    });
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  destroy(): void {
    this.awareness?.off('change', this.notify);
    this.awareness?.setLocalState(null);
    this.listeners.clear();
  }

  private peers(): Array<{ identity: CollaborationIdentity; state: Record<string, unknown> }> {
    const peers: Array<{ identity: CollaborationIdentity; state: Record<string, unknown> }> = [];
    for (const [client, state] of this.awareness?.getStates() ?? []) {
      const identity = client === this.awareness?.clientID ? null : readIdentity(state['identity']);
      if (identity !== null && peers.length < MAX_PARTICIPANTS) peers.push({ identity, state });
    }
    return peers;
  }
}

function readIdentity(value: unknown): CollaborationIdentity | null {
  if (typeof value !== 'object' || value === null) return null;
  const { actorId, name, color } = value as Record<string, unknown>;
  if (typeof actorId !== 'string' || typeof name !== 'string' || actorId === '' || name === '') return null;
  return {
    actorId: actorId.slice(0, MAX_NAME),
    name: name.slice(0, MAX_NAME),
    ...(typeof color === 'string' && color.length <= 64 ? { color } : {}),
  };
}

function readSelection(value: unknown): SharedSelection | null {
  if (typeof value !== 'object' || value === null) return null;
  const { anchor, head, kind } = value as Record<string, unknown>;
  const [from, to] = [readCaret(anchor), readCaret(head)];
  if (from === null || to === null) return null;
  return { anchor: from, head: to, ...(kind === 'cells' ? { kind } : {}) };
}

function readCaret(value: unknown): SharedCaret | null {
  if (typeof value !== 'object' || value === null) return null;
  const { container, position } = value as Record<string, unknown>;
  return typeof container === 'string' ? { container, position } : null;
}
