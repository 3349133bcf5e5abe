import type { EditorConfig } from '../../frame-protocol/editor-config.js';
import type { EventMessage, InitData, OpenDocumentData } from '../../frame-protocol/messages.js';
import { PRODUCT_VERSION } from '../../frame-protocol/product-version.js';
import { findApiFolder, scriptAddressesOf } from './base-address.js';
import { checkConfig } from './check-config.js';
import { fillDefaults } from './default-config.js';
import { createEditorFrame, createPreloadFrame, frameUrl } from './editor-frame.js';
import { editorMethods, type EditorMethods, type MethodTarget } from './editor-methods.js';
import { FrameChannel } from './frame-channel.js';
import { plainData } from './plain-data.js';

/** Shows an editor in place of the element and returns its methods. Used with `new` and without it. */
export function openEditor(placeholderId: string, callerConfig?: EditorConfig | null): EditorMethods {
  const config = fillDefaults(callerConfig ?? {});
  const placeholder = document.getElementById(placeholderId);
  if (!placeholder || !isUsable(config)) return editorMethods(null);
  const folder = apiFolder();
  if (folder === null) {
    alert(
      'The address of the document server is not known: no script tag of api/documents/api.js was found.',
    );
    return editorMethods(null);
  }
  const editor = new PageEditor(placeholderId, config, folder);
  placeholder.replaceWith(editor.frame);
  return editor.methods;
}

/** Replaces the element by a hidden page that loads the editor's files ahead of time. */
export function warmUp(elementId: string): void {
  const folder = apiFolder();
  if (folder !== null) document.getElementById(elementId)?.replaceWith(createPreloadFrame(folder));
}

function apiFolder(): string | null {
  return findApiFolder(scriptAddressesOf(document));
}

function isUsable(config: EditorConfig): boolean {
  const { problem, warnings } = checkConfig(config);
  // oxlint-disable-next-line no-console -- the contract asks for warnings in the integrator's console
  for (const warning of warnings) console.warn(warning);
  if (problem !== null) alert(problem);
  return problem === null;
}

/** One editor on the page: its frame, the conversation with it, and the integrator's handlers. */
class PageEditor implements MethodTarget {
  readonly frame: HTMLIFrameElement;
  readonly methods: EditorMethods;
  private readonly channel: FrameChannel;
  private destroyed = false;

  constructor(
    private readonly placeholderId: string,
    private config: EditorConfig,
    folder: string,
  ) {
    this.frame = createEditorFrame(frameUrl(folder, placeholderId, location.origin), config);
    // The frame has no window until it is on the page; the channel compares with the window at that time.
    this.channel = new FrameChannel(this.frame, placeholderId, (message) => this.receive(message));
    this.methods = editorMethods(this);
  }

  readonly send: MethodTarget['send'] = (command, data) => {
    if (!this.destroyed) this.channel.send(command, data);
  };

  refreshFile(next: EditorConfig): void {
    const { type, documentType, events } = this.config;
    const config = fillDefaults(next);
    Object.assign(config, { type, documentType, events });
    if (!isUsable(config)) return;
    this.config = config;
    this.send('refreshFile', { ...initData(config), ...documentData(config) });
  }

  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    this.channel.close();
    const placeholder = document.createElement('div');
    placeholder.id = this.placeholderId;
    this.frame.replaceWith(placeholder);
  }

  private receive({ event, data }: EventMessage): void {
    if (event === 'onAppReady') {
      this.send('init', initData(this.config));
      if (this.config.document) this.send('openDocument', documentData(this.config));
    }
    const handler = this.config.events?.[event];
    if (typeof handler === 'function')
      handler.call(this.methods, { target: this.methods, data: data ?? undefined });
  }
}

function initData(config: EditorConfig): InitData {
  const events = Object.entries(config.events ?? {});
  return {
    config: plainData(config.editorConfig ?? {}),
    type: config.type ?? 'desktop',
    documentType: config.documentType ?? null,
    token: config.token ?? null,
    declaredEvents: events.filter(([, handler]) => typeof handler === 'function').map(([name]) => name),
    apiVersion: PRODUCT_VERSION,
  };
}

function documentData(config: EditorConfig): OpenDocumentData {
  const document = plainData(config.document ?? {});
  return { doc: config.token ? { ...document, token: config.token } : document };
}
