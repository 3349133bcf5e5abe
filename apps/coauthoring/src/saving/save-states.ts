import { encodeServerMessage, type SaveState } from '#libs/protocol';
import { Injectable } from '@nestjs/common';
import { ReplicaLink } from '../changes/replica-link.js';
import { SessionRegistry } from '../session/session-registry.js';

/** Tells everybody who has the document open how its save stands. */
@Injectable()
export class SaveStates {
  constructor(
    private readonly sessions: SessionRegistry,
    private readonly replicas: ReplicaLink,
  ) {}

  tell(documentKey: string, state: Omit<SaveState, 'at'>): void {
    this.send(
      documentKey,
      encodeServerMessage({ type: 'save-state', body: { ...state, at: new Date().toISOString() } }),
    );
  }

  warn(documentKey: string, warningCode: number, message: string): void {
    this.send(documentKey, encodeServerMessage({ type: 'warning', body: { warningCode, message } }));
  }

  private send(documentKey: string, frame: Uint8Array): void {
    this.sessions.find(documentKey)?.broadcastFrame(frame);
    this.replicas.tell(documentKey, { type: 'frame', frame });
  }
}
