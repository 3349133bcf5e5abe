import { useRef, type JSX } from 'react';
import type { FrameApp } from '../frame/frame-app.js';
import type { EditingSession } from '../session/editing-session.js';
import type { EditorState } from '../session/editor-state.js';
import type { DocumentSurface } from '../surface/document-surface.js';
import { Banners } from './banners.js';
import { EndDialog } from './end-dialog.js';
import { Header } from './header.js';
import { useRegionKeys } from './region-keys.js';
import { StatusLine } from './status-line.js';

export interface EditorScreenProps {
  readonly app: FrameApp;
  readonly session: EditingSession;
  readonly state: EditorState;
  readonly surface: DocumentSurface;
  readonly isDark: boolean;
}

/** Header, document and status line. */
export function EditorScreen({ app, session, state, surface, isDark }: EditorScreenProps): JSX.Element {
  const screen = useRef<HTMLDivElement>(null);
  useRegionKeys(screen);
  const { init } = app.store.get();
  const zoom = init?.config.customization?.zoom;
  const hasTools = init?.type !== 'embedded' && state.canEdit;
  return (
    <div className="editor" ref={screen}>
      <Header app={app} state={state} />
      <Banners app={app} state={state} />
      <main className="document" data-region="document">
        <surface.View
          isDark={isDark}
          hasTools={hasTools}
          takesFocus={hasTools && init?.config.customization?.integrationMode !== 'embed'}
          {...(zoom && zoom > 0 ? { zoom } : {})}
          onShown={() => session.wasShown()}
        />
      </main>
      {init?.type === 'embedded' ? null : <StatusLine state={state} />}
      <EndDialog app={app} state={state} />
    </div>
  );
}
