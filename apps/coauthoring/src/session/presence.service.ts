import type { Config } from '#libs/config';
import { CONFIG, PLATFORM, type Platform } from '#libs/platform';
import { ParticipantRepository } from '#libs/persistence';
import { encodeServerMessage } from '#libs/protocol';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type BeforeApplicationShutdown,
} from '@nestjs/common';
import { ReplicaLink } from '../changes/replica-link.js';
import type { EditingSession } from './editing-session.js';
import type { EditorConnection } from './editor-connection.js';
import { SessionRegistry } from './session-registry.js';

/** Joins that come together are told together. */
const TELL_AFTER_MS = 30;

/** Who is here and where their cursors are. */
@Injectable()
export class PresenceService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(PresenceService.name);
  private readonly planned = new Map<EditingSession, NodeJS.Timeout>();
  private refresher: NodeJS.Timeout | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(PLATFORM) private readonly platform: Platform,
    private readonly participants: ParticipantRepository,
    private readonly replicas: ReplicaLink,
    private readonly sessions: SessionRegistry,
  ) {}

  onApplicationBootstrap(): void {
    this.refresher = setInterval(() => this.refresh(), this.config.services.CoAuthoring.expire.presence / 3);
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.refresher);
    for (const timer of this.planned.values()) clearTimeout(timer);
  }

  receiveAwareness(connection: EditorConnection, state: Uint8Array): void {
    const session = this.sessions.find(connection.documentKey);
    if (!session || connection.phase !== 'live') return;
    const frame = encodeServerMessage({ type: 'awareness', connectionId: connection.id, state });
    connection.awareness = frame;
    for (const other of session.connections) if (other !== connection) other.sendAwareness(frame);
    this.replicas.tell(session.documentKey, { type: 'awareness', frame });
  }

  showAwareness(session: EditingSession, frame: Uint8Array): void {
    for (const connection of session.connections) connection.sendAwareness(frame);
  }

  /** The newcomer sees where the others are; other replicas are asked by `look`. */
  sendAwarenessTo(connection: EditorConnection, session: EditingSession): void {
    for (const other of session.connections) {
      if (other !== connection && other.awareness) connection.sendAwareness(other.awareness);
    }
  }

  repeatAwareness(session: EditingSession): void {
    for (const { awareness } of session.connections) {
      if (awareness) this.replicas.tell(session.documentKey, { type: 'awareness', frame: awareness });
    }
  }

  /** Tells everybody here who is in the document, shortly. */
  announce(session: EditingSession): void {
    if (this.planned.has(session)) return;
    const timer = setTimeout(() => {
      this.planned.delete(session);
      this.tell(session).catch((error: unknown) =>
        this.logger.error(`cannot list participants: ${String(error)}`),
      );
    }, TELL_AFTER_MS);
    this.planned.set(session, timer);
  }

  private async tell(session: EditingSession): Promise<void> {
    const rows = await this.participants.of(session.documentKey);
    const participants = rows.map(({ connectionId, clientId, userId, userName, index, canEdit }) => ({
      connectionId,
      clientId,
      userId,
      name: userName,
      index,
      canEdit,
    }));
    session.broadcast({ type: 'participants', body: { participants } });
  }

  private refresh(): void {
    this.participants
      .refresh(this.platform.replicaId)
      .catch((error: unknown) => this.logger.error(`cannot refresh presence: ${String(error)}`));
  }
}
