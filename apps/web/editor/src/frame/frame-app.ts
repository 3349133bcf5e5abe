import type { CommandMessage, FrameEvent, FrameEvents, InitData } from '../../../frame-protocol/messages.js';
import { messages } from '../messages.js';
import { newClientId } from '../session/client-id.js';
import { EditingSession, type SessionPorts } from '../session/editing-session.js';
import type { EndReason } from '../session/end-reason.js';
import { documentKeyOf, type OpeningRequest } from '../session/opening-request.js';
import { Store } from '../session/store.js';
import { initialAppState, type AppState } from './app-state.js';
import { endingWords } from './ending-words.js';
import { offerFile } from './offer-file.js';

type Tell = <E extends FrameEvent>(event: E, data: FrameEvents[E]) => void;
type PortsFor = (documentKey: string, clientId: string) => SessionPorts;

/** The frame as a whole: obeys the integrator's page, keeps the one open document, reports to the page. */
export class FrameApp {
  readonly store = new Store<AppState>(initialAppState);
  private request: OpeningRequest | null = null;
  private notices = 0;
  private saidUnstored = false;
  private stopFollowing: () => void = () => {};

  constructor(
    private readonly tell: Tell,
    private readonly portsFor: PortsFor,
  ) {}

  readonly obey = (message: CommandMessage): void => {
    switch (message.command) {
      case 'init':
        return this.store.set({ init: message.data });
      case 'openDocument':
        return this.open({ init: this.initOr(messages.noDocument), document: message.data.doc });
      case 'refreshFile':
        this.store.set({ init: message.data });
        return this.open({ init: message.data, document: message.data.doc });
      case 'showMessage':
        return this.notify(message.data.text);
      case 'denyEditingRights':
        this.session?.makeReadOnly('denied');
        return this.store.set({ dialog: 'denied', deniedText: message.data.text });
      case 'requestClose':
        return this.requestClose();
      case 'setFavorite':
        return undefined;
      case 'unsupported':
        if (message.data.method === 'refreshHistory') this.notify(messages.notAvailable.history);
        return undefined;
    }
  };

  /** Opens the same document once more, after it could not be opened. */
  retry(): void {
    if (this.request) this.open(this.request);
  }

  isDeclared(event: FrameEvent): boolean {
    return this.store.get().init?.declaredEvents.includes(event) ?? false;
  }

  requestClose(): void {
    if (this.hasUnstoredChanges) this.store.set({ dialog: 'leave' });
    else this.tell('onRequestClose', null);
  }

  leaveAnyway(): void {
    this.closeDialog();
    this.tell('onRequestClose', null);
  }

  requestEditRights(): void {
    this.tell('onRequestEditRights', null);
  }

  /** Gives the user a file with everything that he sees. */
  downloadCopy(): void {
    const { session } = this;
    const { surface, title } = session?.store.get() ?? {};
    if (!surface || title === undefined) return;
    offerFile(surface.copy(), messages.copyName(title || messages.untitled));
  }

  /** Asks the page for the newer version of the document. */
  requestRefresh(): void {
    this.tell('onRequestRefreshFile', null);
  }

  /** `name` is without extension. */
  requestRename(name: string): void {
    const { session } = this;
    if (!session) return;
    const { fileType } = session.store.get();
    // The page answers nothing; should it refuse, the next opening shows the old name again.
    session.store.set({ title: fileType ? `${name}.${fileType}` : name });
    this.tell('onRequestRename', name);
  }

  notify(text: string): void {
    if (text !== '') this.store.set({ notice: { id: (this.notices += 1), text } });
  }

  dismissNotice(id: number): void {
    if (this.store.get().notice?.id === id) this.store.set({ notice: null });
  }

  closeDialog(): void {
    this.store.set({ dialog: 'none' });
  }

  get hasUnstoredChanges(): boolean {
    return (this.session?.store.get().unacknowledged ?? 0) > 0;
  }

  get session(): EditingSession | null {
    return this.store.get().session;
  }

  private initOr(problem: string): InitData {
    const { init } = this.store.get();
    if (!init) throw new Error(problem);
    return init;
  }

  private open(request: OpeningRequest): void {
    this.request = request;
    this.stopFollowing();
    this.session?.destroy();
    const session = new EditingSession(request, this.portsFor(documentKeyOf(request), newClientId()), {
      documentReady: () => this.reportReady(session),
      warning: (warningCode, warningDescription) =>
        this.tell('onWarning', { warningCode, warningDescription }),
      notice: (text) => this.notify(text),
      ended: (reason) => this.reportEnd(session, reason),
    });
    this.saidUnstored = false;
    this.stopFollowing = session.store.subscribe(() => this.reportChanges());
    this.store.set({ session, dialog: 'none', notice: null });
    session.start();
  }

  private reportReady(session: EditingSession): void {
    this.tell('onInfo', { mode: session.store.get().canEdit ? 'edit' : 'view' });
    this.tell('onDocumentReady', null);
  }

  private reportChanges(): void {
    const hasUnstored = this.hasUnstoredChanges;
    if (hasUnstored === this.saidUnstored) return;
    this.saidUnstored = hasUnstored;
    this.tell('onDocumentStateChange', hasUnstored);
  }

  private reportEnd(session: EditingSession, reason: EndReason): void {
    const { title, text } = endingWords(reason);
    const error = { errorCode: reason.editorCode, errorDescription: `${title}. ${text}` };
    if (reason.kind !== 'version-saved') return this.tell('onError', error);
    // A newer version in place of this one would take away what the user typed: he decides when.
    if (session.store.get().hasLostChanges) return this.tell('onError', error);
    // The page can bring the newer version; it is told in the newer or in the older way.
    if (this.isDeclared('onRequestRefreshFile')) return this.requestRefresh();
    this.tell('onOutdatedVersion', null);
    if (session.hasBeenReady) this.tell('onError', error);
  }
}
