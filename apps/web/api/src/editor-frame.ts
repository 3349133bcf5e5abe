import type { EditorConfig } from '../../frame-protocol/editor-config.js';
import { frameQuery } from '../../frame-protocol/frame-address.js';
import { PRODUCT_VERSION } from '../../frame-protocol/product-version.js';

const FEATURES = 'clipboard-read; clipboard-write; autoplay';

/** `apiFolder` is the address of `…/web-apps/apps/api/documents/`. */
export function frameUrl(apiFolder: string, placeholderId: string, parentOrigin: string): string {
  const query = frameQuery({ version: PRODUCT_VERSION, parentOrigin, frameEditorId: placeholderId });
  return `${apiFolder}../../editor/index.html${query}`;
}

export function createEditorFrame(url: string, config: EditorConfig): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.name = 'frameEditor';
  frame.src = url;
  frame.title = config.title || 'Document editor';
  frame.width = String(config.width ?? '100%');
  frame.height = String(config.height ?? '100%');
  // The attributes understand pixels and percent only; any CSS size is allowed.
  frame.style.width = cssSize(frame.width);
  frame.style.height = cssSize(frame.height);
  frame.style.border = '0';
  frame.setAttribute('allowfullscreen', '');
  frame.setAttribute('allow', FEATURES);
  return frame;
}

function cssSize(size: string): string {
  return /^\d+$/.test(size) ? `${size}px` : size;
}

/** An empty hidden page of the docs server that loads the editor's files into the browser's cache. */
export function createPreloadFrame(apiFolder: string): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.src = `${apiFolder}preload.html`;
  frame.title = 'Preload';
  frame.setAttribute('aria-hidden', 'true');
  frame.tabIndex = -1;
  frame.style.cssText = 'position:absolute;width:0;height:0;border:0;visibility:hidden';
  return frame;
}
