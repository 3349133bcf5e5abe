/** The parts of the integrator's configuration that the browser side reads; everything else is handed on untouched. */
export interface DocumentConfig {
  key?: string | null;
  url?: string | null;
  /** lower case after the check of api.js */
  fileType?: string | null;
  title?: string | null;
  token?: string | null;
  permissions?: { edit?: boolean | null; [permission: string]: unknown } | null;
  [field: string]: unknown;
}

export interface UserConfig {
  id?: string | number | null;
  name?: string | null;
  [field: string]: unknown;
}

export interface GoBack {
  url?: string | null;
  text?: string | null;
  blank?: boolean | null;
  requestClose?: boolean | null;
}

export interface Customization {
  about?: boolean | null;
  feedback?: unknown;
  close?: { visible?: boolean | null; text?: string | null } | null;
  goback?: GoBack | string | boolean | null;
  uiTheme?: string | null;
  zoom?: number | null;
  integrationMode?: string | null;
  [field: string]: unknown;
}

export interface EditorSettings {
  lang?: string | null;
  region?: string | null;
  mode?: string | null;
  canCoAuthoring?: boolean | null;
  callbackUrl?: string | null;
  user?: UserConfig | null;
  customization?: Customization | null;
  [field: string]: unknown;
}

/** The object an integrator passes to `DocsAPI.DocEditor`. `null` anywhere means "not set". */
export interface EditorConfig {
  type?: string | null;
  documentType?: string | null;
  width?: string | number | null;
  height?: string | number | null;
  title?: string | null;
  token?: string | null;
  document?: DocumentConfig | null;
  editorConfig?: EditorSettings | null;
  events?: Record<string, unknown> | null;
  [field: string]: unknown;
}
