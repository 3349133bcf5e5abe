import { Injectable } from '@nestjs/common';
import { EditingSession } from './editing-session.js';

/** The editing sessions of this process. */
@Injectable()
export class SessionRegistry {
  private readonly sessions = new Map<string, EditingSession>();

  find(documentKey: string): EditingSession | undefined {
    return this.sessions.get(documentKey);
  }

  findOrCreate(documentKey: string): EditingSession {
    let session = this.sessions.get(documentKey);
    if (!session) this.sessions.set(documentKey, (session = new EditingSession(documentKey)));
    return session;
  }

  removeIfEmpty(session: EditingSession): boolean {
    if (session.connections.size > 0 || this.sessions.get(session.documentKey) !== session) return false;
    return this.sessions.delete(session.documentKey);
  }

  all(): Iterable<EditingSession> {
    return this.sessions.values();
  }
}
