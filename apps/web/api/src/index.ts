import { PRODUCT_VERSION } from '../../frame-protocol/product-version.js';
import { defaultConfig } from './default-config.js';
import { openEditor, warmUp } from './doc-editor.js';

interface DocsApi {
  DocEditor?: unknown;
  [other: string]: unknown;
}

declare global {
  interface Window {
    DocsAPI?: DocsApi;
  }
}

/** A function declaration, because pages call it with `new` and without. */
function DocEditor(...args: Parameters<typeof openEditor>): ReturnType<typeof openEditor> {
  return openEditor(...args);
}

DocEditor.version = () => PRODUCT_VERSION;
DocEditor.defaultConfig = defaultConfig;
DocEditor.warmUp = warmUp;

window.DocsAPI = { ...window.DocsAPI, DocEditor };
