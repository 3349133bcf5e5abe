import type { Opened, Participant } from '#libs/protocol';
import { messages } from '../messages.js';
import {
  SurfaceError,
  type DocumentSurface,
  type SurfaceFault,
  type SurfaceModule,
} from '../surface/document-surface.js';
import type { ConnectionEvents } from './connection-events.js';
import { EditingConnection } from './editing-connection.js';
import type { OpenSocket } from './editing-socket.js';
import { initialState, type EditorState } from './editor-state.js';
import type { EndReason } from './end-reason.js';
import { DownloadFailed } from './master-download.js';
import { helloConfig, wantsToEdit, type OpeningRequest } from './opening-request.js';
import { participantColor } from './participant-color.js';
import { PresenceRelay } from './presence-relay.js';
import { RemoteChanges } from './remote-changes.js';
import { Store } from './store.js';

/** What the outside does for a session. Tests pass their own. */
export interface SessionPorts {
  readonly clientId: string;
  readonly openSocket: OpenSocket;
  loadSurface(documentType: Opened['documentType']): Promise<SurfaceModule>;
  downloadMaster(
    opened: Opened,
    onProgress: (fraction: number) => void,
    signal: AbortSignal,
  ): Promise<Uint8Array>;
}

/** What a session reports besides its state. */
export interface SessionEvents {
  documentReady(): void;
  warning(code: number, description: string): void;
  /** something that the user should know, but that does not stop him */
  notice(text: string): void;
  ended(reason: EndReason): void;
}

/** One document, open in this window: connection, surface and everything between them. */
export class EditingSession {
  readonly store: Store<EditorState>;
  private readonly connection: EditingConnection;
  private readonly stopped = new AbortController();
  private surface: DocumentSurface | null = null;
  private presence: PresenceRelay | null = null;
  private opened: Opened | null = null;
  private readonly remoteChanges = new RemoteChanges({
    unreadable: (problem) => {
      this.events.notice(messages.fault.unreadableChange);
      this.events.warning(-1, problem);
    },
    gap: () => this.connection.catchUpFromStart(),
  });
  private isSynced = false;
  /** whether the document was shown in its current version */
  hasBeenReady = false;

  constructor(
    private readonly request: OpeningRequest,
    private readonly ports: SessionPorts,
    private readonly events: SessionEvents,
  ) {
    this.store = new Store<EditorState>({ ...initialState, title: request.document.title ?? '' });
    this.connection = new EditingConnection({
      openSocket: ports.openSocket,
      clientId: ports.clientId,
      config: helloConfig(request),
      events: this.connectionEvents(),
    });
  }

  start(): void {
    this.connection.start();
  }

  /** The first page of the document is on the screen. */
  wasShown(): void {
    if (this.hasBeenReady) return;
    this.hasBeenReady = true;
    if (this.store.get().readOnlyReason !== 'version-saved') this.events.documentReady();
  }

  networkIsBack(): void {
    this.connection.networkIsBack();
  }

  networkIsGone(): void {
    this.connection.networkIsGone();
  }

  /** The page is about to go away; it may come back from the browser's cache. */
  leave(): void {
    this.surface?.flush();
    this.connection.leave();
  }

  comeBack(): void {
    this.connection.start();
  }

  /** The integrator, or the end of the session, takes the right to edit away. */
  makeReadOnly(reason: 'denied' | 'ended' | 'version-saved'): void {
    this.store.set({ canEdit: false, readOnlyReason: reason });
    this.surface?.setReadOnly(true);
  }

  destroy(): void {
    this.stopped.abort();
    this.remoteChanges.stop();
    this.leave();
    this.presence?.destroy();
    this.surface?.destroy();
  }

  private connectionEvents(): ConnectionEvents {
    const { store } = this;
    return {
      link: (link) => store.set({ link }),
      opening: (step) => store.set({ step }),
      opened: (opened) => this.wasOpened(opened),
      remoteUpdates: (updates) => this.remoteChanges.take(updates),
      synced: () => this.wasSynced(),
      participants: (participants) => this.seeParticipants(participants),
      awareness: (connectionId, state) => this.presence?.receive(connectionId, state),
      saveState: (save) => store.set({ save }),
      warning: ({ warningCode, message }) => {
        store.set({ warning: message });
        this.events.warning(warningCode, message);
      },
      closedForEditing: ({ reason, message }) => {
        if (reason === 'server-moving') return;
        const kind = reason === 'dropped' ? 'dropped' : 'version-saved';
        this.wasEnded({ kind, editorCode: kind === 'dropped' ? -100 : -102, message });
      },
      changeRefused: ({ message }) => {
        // The text on the screen is ahead of the stored one now and cannot be brought together again.
        this.connection.end({ kind: 'change-refused', editorCode: -1, message });
      },
      changesMoved: () => this.countChanges(),
      ended: (reason) => this.wasEnded(reason),
    };
  }

  private wasOpened(opened: Opened): void {
    const before = this.opened;
    this.opened = opened;
    this.isSynced = false;
    if (before && before.masterDigest !== opened.masterDigest) {
      this.connection.end({ kind: 'version-saved', editorCode: -102 });
      return;
    }
    this.store.set({ connectionId: opened.connectionId, fileType: opened.fileType });
    if (before) this.allowEditing();
    else {
      if (opened.title) this.store.set({ title: opened.title });
      this.prepareSurface(opened).catch((error: unknown) => this.connection.end(endingOfError(error)));
    }
  }

  private async prepareSurface(opened: Opened): Promise<void> {
    this.store.set({ step: 'loading', progress: null });
    const { signal } = this.stopped;
    const [module, master] = await Promise.all([
      this.ports.loadSurface(opened.documentType),
      this.ports.downloadMaster(opened, (progress) => this.store.set({ progress }), signal),
    ]);
    if (signal.aborted) return;
    this.store.set({ step: 'preparing', progress: null });
    const { clientId } = this.ports;
    const surface = await module.openSurface({
      master,
      documentId: this.request.document.key ?? '',
      editor: { id: clientId, name: opened.user.name || 'Anonymous', color: this.ownColor() },
    });
    if (signal.aborted) return surface.destroy();
    this.connectSurface(surface);
  }

  private connectSurface(surface: DocumentSurface): void {
    this.surface = surface;
    surface.setReadOnly(true);
    surface.onFault((fault) => this.wentWrong(fault));
    surface.onLocalChange((update) => this.connection.addLocalUpdate(update));
    this.presence = new PresenceRelay(surface.awareness, (state) => this.connection.sendAwareness(state));
    this.connection.baseReady(surface.base);
    this.remoteChanges.flowInto(surface);
    this.seeParticipants(this.store.get().participants);
    this.store.set({ step: 'catching-up' });
    this.showWhenComplete();
  }

  private wentWrong({ description, isRepaired }: SurfaceFault): void {
    if (isRepaired) {
      this.events.notice(messages.fault.repaired);
      this.events.warning(-1, description);
    } else this.connection.end({ kind: 'page-broken', editorCode: -1, message: description });
  }

  private wasSynced(): void {
    this.isSynced = true;
    this.presence?.renew();
    this.showWhenComplete();
  }

  /** Nothing can be edited before both are there: the document, and everything others have changed in it. */
  private showWhenComplete(): void {
    if (!this.surface || !this.isSynced) return;
    this.store.set({ phase: 'shown', surface: this.surface });
    this.allowEditing();
  }

  private allowEditing(): void {
    const { opened, surface } = this;
    if (!opened || !surface || this.store.get().readOnlyReason === 'denied') return;
    const canEdit = opened.canEdit && this.request.init.type !== 'embedded';
    this.store.set({ canEdit, readOnlyReason: canEdit ? null : (opened.readOnlyReason ?? 'view-mode') });
    surface.setReadOnly(!canEdit);
    const isStale = opened.readOnlyReason === 'version-saved' && wantsToEdit(this.request);
    if (isStale) this.wasEnded({ kind: 'version-saved', editorCode: -102 });
  }

  private seeParticipants(participants: readonly Participant[]): void {
    this.store.set({ participants });
    this.presence?.participants(participants);
    this.surface?.setColor(this.ownColor());
  }

  private ownColor(): string {
    const { participants } = this.store.get();
    const own = participants.find(({ clientId }) => clientId === this.ports.clientId);
    return participantColor(own?.index ?? 1);
  }

  private countChanges(): void {
    const { unsent, unacknowledged, storedThrough } = this.connection;
    this.store.set({ unsent, unacknowledged, storedThrough });
  }

  private wasEnded(end: EndReason): void {
    const isShown = this.store.get().phase === 'shown';
    const hasLostChanges = this.connection.unacknowledged > 0 || end.kind === 'change-refused';
    this.store.set({ end, hasLostChanges, phase: isShown ? 'shown' : 'failed' });
    if (isShown) this.makeReadOnly(end.kind === 'version-saved' ? 'version-saved' : 'ended');
    this.events.ended(end);
  }
}

function endingOfError(error: unknown): EndReason {
  if (error instanceof SurfaceError) return { kind: 'unreadable', editorCode: -82, message: error.message };
  if (error instanceof DownloadFailed)
    return { kind: 'download-failed', editorCode: -4, message: error.message };
  const message = error instanceof Error ? error.message : String(error);
  return { kind: 'page-broken', editorCode: -1, message };
}
