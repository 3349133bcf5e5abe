import '@docx-editor.dev/core/styles/editor.css';
import './word-view.css';
import type { WordSession } from '#libs/document-model';
import type { ZoomMode } from '@docx-editor.dev/core/contracts/editor';
import { DocxEditor, useDocxEditor } from '@docx-editor.dev/react';
import { useEffect, useSyncExternalStore, type ComponentType, type JSX } from 'react';
import type { SurfaceViewProps } from '../document-surface.js';
import { documentFonts } from './document-fonts.js';
import type { Switch } from './switch.js';
import { WordToolbar } from './word-toolbar.js';

/** Like the engine's own fit, but a phone shows the whole width of a page, too. */
const FIT_PHONES_TOO: ZoomMode = { type: 'fit', fit: 'pageWidth', minZoom: 0.3, maxZoom: 1 };

interface WordViewParts {
  readonly master: Uint8Array;
  readonly session: WordSession;
  readonly readOnly: Switch;
  readonly authorName: string;
}

/** The engine's pages and tools, bound to one session. */
export function wordView({
  master,
  session,
  readOnly,
  authorName,
}: WordViewParts): ComponentType<SurfaceViewProps> {
  // The engine samples its modules once, so they must stay the same objects.
  const modules = [{ id: 'co-editing', collaboration: { session } }];
  return function WordView({ isDark, hasTools, takesFocus, zoom, onShown }: SurfaceViewProps): JSX.Element {
    const isReadOnly = useSyncExternalStore(readOnly.subscribe, readOnly.get);
    return (
      <DocxEditor.Root
        document={master}
        fonts={documentFonts}
        modules={modules}
        mode={isReadOnly ? 'view' : 'edit'}
        author={authorName}
        {...(zoom === undefined ? { zoomMode: FIT_PHONES_TOO } : { zoom: zoom / 100 })}
        onReady={(editor) => {
          if (takesFocus) editor.focus();
          onShown();
        }}
      >
        <SelectionPublisher session={session} isReadOnly={isReadOnly} />
        <div className={`word-surface docx-editor${isDark ? ' dark' : ''}`}>
          {hasTools && !isReadOnly ? <WordToolbar /> : null}
          <div className="word-pages">
            <DocxEditor.Navigation />
            <DocxEditor.Viewport className={`word-viewport${isDark ? ' dark' : ''}`}>
              <DocxEditor.HeaderFooterChrome />
              <DocxEditor.NotesChrome />
              <DocxEditor.Content />
            </DocxEditor.Viewport>
            <DocxEditor.PageNumber />
            <DocxEditor.Loading overlay />
          </div>
        </div>
      </DocxEditor.Root>
    );
  };
}

interface SelectionPublisherProps {
  readonly session: WordSession;
  readonly isReadOnly: boolean;
}

/**
 * Shows the others where the selection is, by the engine's own ids: many files have no other ones. Somebody who only
 * reads shows no cursor.
 */
function SelectionPublisher({ session, isReadOnly }: SelectionPublisherProps): null {
  const editor = useDocxEditor();
  useEffect(() => {
    if (!editor) return undefined;
    const publish = (): void => {
      const selection = isReadOnly ? undefined : editor.surface?.state().selection;
      if (!selection) return session.publishSelection(null);
      const { anchor, head } = selection;
      session.publishSelection({
        anchor: { nodeId: anchor.paragraphId, offset: anchor.offset },
        head: { nodeId: head.paragraphId, offset: head.offset },
      });
    };
    publish();
    return editor.on('selectionChange', publish);
  }, [editor, session, isReadOnly]);
  return null;
}
