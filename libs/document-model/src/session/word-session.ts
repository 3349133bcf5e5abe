import {
  createCollaborationStatusTracker,
  type CollaborationFailureCode,
  type CollaborationIdentity,
  type CollaborationLocalSelection,
  type CollaborationParticipant,
  type CollaborationRemoteSelection,
  type CollaborationSelectionMove,
  type CollaborationStatus,
  type CollaborationStatusSnapshot,
  type EditorCollaborationSession,
} from '@docx-editor.dev/core/collaboration';
import {
  historyGroupOfJournal,
  type CanonicalPrimitiveJournal,
  type CollaborationDocumentPort,
} from '@docx-editor.dev/core/collaboration/replication';
import { ORIGIN_IDS, type StoryScope, type TreeDocOp } from '@docx-editor.dev/core/store';
import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { baseIdentityOf, type BaseIdentity } from '../base-identity.js';
import { WordDocumentError } from '../errors.js';
import { openMaster, type OpenedMaster } from '../open-master.js';
import { canonicalForm, canonicalHash } from '../shared/canonical-form.js';
import { PackageBuilder } from '../shared/package-builder.js';
import { plainTextOf } from '../shared/plain-text.js';
import { SharedDocument } from '../shared/shared-document.js';
import { LOCAL_ORIGIN, REMOTE_ORIGIN, SEED_ORIGIN } from '../shared/shared-types.js';
import type { CaretPosition } from './caret-positions.js';
import { checkUpdates } from './check-updates.js';
import { replayJournal } from './local-journal.js';
import { Presence } from './presence.js';
import { SelectionKeeper } from './selection-keeper.js';
import { UndoHistory } from './undo-history.js';

/** Decides whether operations may commit; a code refuses them. */
export type OperationGate = (
  operations: readonly TreeDocOp[],
  scope: StoryScope,
) => CollaborationFailureCode | null;

export interface WordSessionOptions {
  /** The editing master, as bytes or already opened. */
  readonly master: Uint8Array | OpenedMaster;
  readonly documentId: string;
  readonly identity: CollaborationIdentity;
  readonly awareness?: Awareness;
  readonly gate?: OperationGate;
  readonly readOnly?: boolean;
}

type StatusListener = (
  status: CollaborationStatus,
  reason?: CollaborationFailureCode,
  detail?: string,
) => void;

/**
 * One replica of a Word document. The engine edits through it, peers' updates come in through
 * {@link WordSession.applyRemote}, and own edits leave through {@link WordSession.onLocalUpdate} as small Yjs updates
 * relative to the base that every replica computes from the master.
 */
export class WordSession implements EditorCollaborationSession {
  readonly documentId: string;
  readonly sessionId: string;
  readonly identity: CollaborationIdentity;
  private readonly master: OpenedMaster;
  private readonly shared: SharedDocument;
  private readonly packages: PackageBuilder;
  private readonly history: UndoHistory<unknown>;
  private readonly presence: Presence;
  private readonly selections: SelectionKeeper;
  private readonly tracker = createCollaborationStatusTracker('initializing');
  private readonly statusListeners = new Set<StatusListener>();
  private readonly updateListeners = new Set<(update: Uint8Array) => void>();
  private readonly gate: OperationGate | undefined;
  private readOnly: boolean;
  private port: CollaborationDocumentPort | null = null;
  private stopJournal: () => void = () => {};
  private publishOrigin: string = ORIGIN_IDS.mutationRemote;
  private hasUnpublished = false;
  private operations = 0;
  private identityOfBase: BaseIdentity | null = null;

  constructor(options: WordSessionOptions) {
    this.documentId = options.documentId;
    this.identity = options.identity;
    this.master = options.master instanceof Uint8Array ? openMaster(options.master) : options.master;
    this.gate = options.gate;
    this.readOnly = options.readOnly ?? false;
    // The client id is drawn anew per session, so it also keeps names apart that this replica mints.
    this.shared = new SharedDocument(this.master.package);
    this.sessionId = this.shared.sessionKey;
    this.packages = new PackageBuilder(this.shared.tree, this.shared.maps, this.sessionId);
    this.presence = new Presence(this.identity, options.awareness ?? null);
    this.selections = new SelectionKeeper(this.shared, this.presence, () => this.port);
    this.history = new UndoHistory(this.shared.doc, () => this.selections.current());
    this.ydoc.on('afterTransaction', this.followTransaction);
    this.ydoc.on('update', this.forwardUpdate);
  }

  /** What all replicas of the document must agree on before they talk. */
  get base(): BaseIdentity {
    this.identityOfBase ??= baseIdentityOf(this.master, this.shared.baseDigest);
    return this.identityOfBase;
  }

  /** For reading and for presence; updates come in through {@link applyRemote} only. */
  get ydoc(): Y.Doc {
    return this.shared.doc;
  }

  get attached(): boolean {
    return this.port !== null;
  }

  attach(port: CollaborationDocumentPort): () => void {
    if (this.port !== null && this.port !== port) {
      this.setStatus('error', 'port-already-attached');
      return () => {};
    }
    this.port = port;
    this.stopJournal = port.observePrimitiveJournal((journal) => this.capture(journal));
    this.setStatus('ready');
    if (this.hasUnpublished) this.publishToEngine();
    return () => this.detach();
  }

  /** Takes updates of peers or of the stored log, all in one step. Throws `malformed-update` and changes nothing if one cannot be read. */
  applyRemote(updates: readonly Uint8Array[]): void {
    checkUpdates(updates);
    this.flushPendingJournals();
    this.selections.remember();
    this.ydoc.transact(() => {
      for (const update of updates) Y.applyUpdate(this.ydoc, update, REMOTE_ORIGIN);
    }, REMOTE_ORIGIN);
  }

  /** Own edits, undo and redo, one update each. */
  onLocalUpdate(listener: (update: Uint8Array) => void): () => void {
    this.updateListeners.add(listener);
    return () => this.updateListeners.delete(listener);
  }

  /** Everything that differs from the base, as one update. */
  differenceToBase(): Uint8Array {
    return Y.encodeStateAsUpdate(this.ydoc, this.shared.baseStateVector);
  }

  /** Whether updates are missing that others build on. */
  hasMissingDependencies(): boolean {
    return this.ydoc.store.pendingStructs !== null || this.ydoc.store.pendingDs !== null;
  }

  setReadOnly(readOnly: boolean): void {
    this.readOnly = readOnly;
  }

  /** Tells the engine whether the server can be reached; editing goes on either way. */
  setConnected(connected: boolean): void {
    const status = this.status();
    if (connected && status === 'disconnected') this.setStatus('ready');
    else if (!connected && status === 'ready') this.setStatus('disconnected', 'transport-disconnected');
  }

  /** Equal on all replicas that have seen the same updates; unequal hashes mean a fault. */
  canonicalHash(): string {
    this.flushPendingJournals();
    return canonicalHash(this.shared.tree);
  }

  /** What the hash is made of, for finding a difference. */
  canonicalForm(): string {
    this.flushPendingJournals();
    return canonicalForm(this.shared.tree);
  }

  /** The text of the body, one line per paragraph. */
  plainText(): string {
    this.flushPendingJournals();
    return plainTextOf(this.shared.tree);
  }

  /** The package as it stands now, in the engine's form. */
  currentPackage(): ReturnType<PackageBuilder['build']> {
    this.flushPendingJournals();
    return this.packages.build();
  }

  /** Throws the tree away and builds it from the base and the shared document. */
  rebuildFromShared(): void {
    this.shared.rebuild();
    this.publishToEngine();
  }

  status(): CollaborationStatus {
    return this.tracker.status();
  }

  statusSnapshot(): CollaborationStatusSnapshot {
    return this.tracker.snapshot();
  }

  subscribeStatus(listener: StatusListener): () => void {
    this.statusListeners.add(listener);
    return () => this.statusListeners.delete(listener);
  }

  gateOperations(operations: readonly TreeDocOp[], scope: StoryScope): CollaborationFailureCode | null {
    const status = this.status();
    if (status === 'destroyed') return 'collaboration-session-destroyed';
    if (this.readOnly || (status !== 'ready' && status !== 'disconnected'))
      return 'collaboration-session-not-ready';
    return this.gate?.(operations, scope) ?? null;
  }

  canUndo(): boolean {
    return !this.readOnly && this.history.canUndo();
  }

  canRedo(): boolean {
    return !this.readOnly && this.history.canRedo();
  }

  undo(): boolean {
    return this.travel(ORIGIN_IDS.mutationUndo, () => this.history.undo());
  }

  redo(): boolean {
    return this.travel(ORIGIN_IDS.mutationRedo, () => this.history.redo());
  }

  historySelection(): CollaborationLocalSelection | null {
    return this.selections.restore(this.history.restoredSelection());
  }

  remoteSelectionMove(): CollaborationSelectionMove | null {
    return this.selections.lastMove();
  }

  setLocalSelection(selection: CollaborationLocalSelection | null): void {
    this.selections.setByStableIds(selection);
  }

  /** Publishes the selection by the engine's own ids; works in files whose paragraphs have no `w14:paraId`. */
  publishSelection(selection: { readonly anchor: CaretPosition; readonly head: CaretPosition } | null): void {
    this.selections.setByNodes(selection);
  }

  participants(): readonly CollaborationParticipant[] {
    return this.presence.participants();
  }

  subscribeParticipants(listener: (participants: readonly CollaborationParticipant[]) => void): () => void {
    return this.presence.onChange(() => listener(this.participants()));
  }

  remoteSelections(): readonly CollaborationRemoteSelection[] {
    return this.selections.remote();
  }

  subscribeRemoteSelections(
    listener: (selections: readonly CollaborationRemoteSelection[]) => void,
  ): () => void {
    return this.presence.onChange(() => listener(this.remoteSelections()));
  }

  flushPendingJournals(): void {
    this.port?.flushPendingJournals();
  }

  destroy(): void {
    if (this.status() === 'destroyed') return;
    this.flushPendingJournals();
    this.detach();
    this.history.destroy();
    this.presence.destroy();
    this.ydoc.off('afterTransaction', this.followTransaction);
    this.ydoc.off('update', this.forwardUpdate);
    this.setStatus('destroyed');
    this.statusListeners.clear();
    this.updateListeners.clear();
    this.ydoc.destroy();
  }

  private detach(): void {
    this.stopJournal();
    this.stopJournal = () => {};
    this.port = null;
  }

  private readonly forwardUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === REMOTE_ORIGIN || origin === SEED_ORIGIN) return;
    for (const listener of this.updateListeners) listener(update);
  };

  private capture(journal: CanonicalPrimitiveJournal): void {
    try {
      const change = replayJournal(journal, this.shared.tree, (key) => this.port?.binaryPart(key) ?? null);
      this.shared.publish(change, (edits) => this.history.group(edits, historyGroupOfJournal(journal)));
      if (this.shared.settle()) this.publishToEngine();
    } catch (cause) {
      // The engine holds an edit that could not be shared. Go back to what is shared, and say so.
      this.setStatus(
        'error',
        'remote-apply-failed',
        describe('A local edit could not be shared', cause),
        true,
      );
      this.recover();
    }
  }

  private readonly followTransaction = (transaction: Y.Transaction): void => {
    if (
      transaction.origin === LOCAL_ORIGIN ||
      transaction.origin === SEED_ORIGIN ||
      transaction.changed.size === 0
    )
      return;
    try {
      this.shared.follow(transaction);
      this.selections.move();
      this.publishToEngine();
    } catch (cause) {
      this.setStatus('error', 'remote-apply-failed', describe('A change could not be shown', cause), true);
      this.recover();
    }
  };

  private recover(): void {
    try {
      this.shared.rebuild();
      this.publishToEngine();
      this.setStatus(this.port === null ? 'initializing' : 'ready');
    } catch (cause) {
      this.setStatus(
        'error',
        'remote-apply-failed',
        describe('The document could not be built again', cause),
      );
    }
  }

  private publishToEngine(): void {
    if (this.port === null) {
      this.hasUnpublished = true;
      return;
    }
    this.hasUnpublished = false;
    const result = this.port.applyRemotePackage(this.packages.build(), {
      origin: this.publishOrigin,
      actorId: 'remote',
      operationId: `${this.sessionId}:${this.operations++}`,
    });
    if (!result.ok)
      throw new WordDocumentError(
        'refused-by-engine',
        `The engine refused the merged document: ${result.reason}`,
      );
  }

  private travel(origin: string, step: () => boolean): boolean {
    if (this.readOnly || this.port === null) return false;
    this.flushPendingJournals();
    this.selections.remember();
    this.publishOrigin = origin;
    try {
      return step();
    } finally {
      this.publishOrigin = ORIGIN_IDS.mutationRemote;
    }
  }

  private setStatus(
    status: CollaborationStatus,
    code?: CollaborationFailureCode,
    detail?: string,
    recovering?: boolean,
  ): void {
    if (!this.tracker.set(status, code, detail, recovering)) return;
    for (const listener of this.statusListeners) listener(status, code, detail);
  }
}

function describe(what: string, cause: unknown): string {
  return `${what}: ${cause instanceof Error ? cause.message : String(cause)}`;
}
