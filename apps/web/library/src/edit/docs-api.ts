import type { OpeningConfig } from '../api/types.js';

/** The parts of api.js that the page uses (public contract). */
export interface DocEditor {
  refreshFile(config: object): void;
  showMessage(text: string): void;
  destroyEditor(): void;
}

export interface EditorEvent {
  readonly data: unknown;
}

export type EditorEvents = Readonly<Record<string, (event: EditorEvent) => void>>;

interface DocsApi {
  readonly DocEditor: new (
    placeholder: string,
    config: OpeningConfig & { events: EditorEvents },
  ) => DocEditor;
}

const SCRIPT = '../web-apps/apps/api/documents/api.js';

/** Loads api.js the way any integrator does. */
export async function loadDocsApi(): Promise<DocsApi> {
  await new Promise<void>((resolve, reject) => {
    const script = document.createElement('script');
    script.src = SCRIPT;
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => reject(new Error(`${SCRIPT} cannot be loaded`)));
    document.head.append(script);
  });
  const api: unknown = Reflect.get(window, 'DocsAPI');
  if (!isDocsApi(api)) throw new Error(`${SCRIPT} defines no DocsAPI`);
  return api;
}

function isDocsApi(value: unknown): value is DocsApi {
  return typeof value === 'object' && value !== null && 'DocEditor' in value;
}
