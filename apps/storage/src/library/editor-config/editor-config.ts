import type { LibraryDocument, LibraryPerson } from '#libs/persistence';

export type EditorMode = 'edit' | 'view';

/** Configuration for `DocsAPI.DocEditor` (contract/editor-api.md sections 3 to 5). */
export interface EditorConfig {
  readonly type: 'desktop';
  readonly documentType: 'word';
  readonly document: {
    readonly key: string;
    readonly url: string;
    readonly fileType: string;
    readonly title: string;
    readonly permissions: Readonly<Record<string, boolean>>;
    readonly info: { readonly uploaded: string };
  };
  readonly editorConfig: {
    readonly callbackUrl: string;
    readonly mode: EditorMode;
    readonly lang: string;
    readonly user: LibraryPerson;
    readonly customization: Readonly<Record<string, unknown>>;
  };
}

export interface EditorAddresses {
  /** where the document server downloads the current version */
  readonly url: string;
  readonly callbackUrl: string;
}

export function editorConfig(
  { file, current }: LibraryDocument,
  { url, callbackUrl }: EditorAddresses,
  user: LibraryPerson,
  mode: EditorMode,
): EditorConfig {
  const canEdit = mode === 'edit';
  return {
    type: 'desktop',
    documentType: 'word',
    document: {
      key: file.documentKey,
      url,
      fileType: current.fileType,
      title: file.title,
      permissions: {
        edit: canEdit,
        comment: canEdit,
        review: canEdit,
        download: true,
        print: true,
        copy: true,
      },
      info: { uploaded: file.createdAt.toISOString() },
    },
    editorConfig: {
      callbackUrl,
      mode,
      lang: 'en',
      user,
      customization: { close: { visible: true, text: 'Back to the library' } },
    },
  };
}
