import './shell.css';
import { useEffect, type JSX } from 'react';
import type { FrameApp } from '../frame/frame-app.js';
import { colorModeOf } from '../frame/theme.js';
import type { EditingSession } from '../session/editing-session.js';
import { messages } from '../messages.js';
import { AppDialogs } from './app-dialogs.js';
import { EditorScreen } from './editor-screen.js';
import { FailureScreen } from './failure-screen.js';
import { Notice } from './notice.js';
import { OpeningScreen } from './opening-screen.js';
import { useIsDark } from './use-is-dark.js';
import { useStore } from './use-store.js';

/** The whole frame. */
export function App({ app }: { readonly app: FrameApp }): JSX.Element {
  const { init, session, notice } = useStore(app.store);
  const isDark = useIsDark(colorModeOf(init?.config.customization?.uiTheme));
  useLanguage(init?.config.lang);
  return (
    <div className="frame" data-theme={isDark ? 'dark' : 'light'}>
      {session ? (
        <DocumentScreen key={sessionKeyOf(session)} app={app} session={session} isDark={isDark} />
      ) : (
        <OpeningScreen title="" step="connecting" progress={null} isUnreachable={false} />
      )}
      <Notice notice={notice} dismiss={(id) => app.dismissNotice(id)} />
      <AppDialogs app={app} />
    </div>
  );
}

interface DocumentScreenProps {
  readonly app: FrameApp;
  readonly session: EditingSession;
  readonly isDark: boolean;
}

function DocumentScreen({ app, session, isDark }: DocumentScreenProps): JSX.Element {
  const state = useStore(session.store);
  const title = state.title || messages.untitled;
  useEffect(() => {
    document.title = title;
  }, [title]);
  if (state.phase === 'failed' && state.end) return <FailureScreen app={app} end={state.end} />;
  if (!state.surface) {
    const { step, progress, link } = state;
    return <OpeningScreen title={title} step={step} progress={progress} isUnreachable={link === 'lost'} />;
  }
  return <EditorScreen app={app} session={session} state={state} surface={state.surface} isDark={isDark} />;
}

function useLanguage(lang: string | null | undefined): void {
  useEffect(() => {
    // The shell speaks English so far; a screen reader must not pronounce it as something else.
    document.documentElement.lang = lang?.startsWith('en') ? lang : 'en';
  }, [lang]);
}

const keys = new WeakMap<EditingSession, number>();
let lastKey = 0;

/** A new session is a new screen: nothing of the former document may stay in it. */
function sessionKeyOf(session: EditingSession): number {
  const known = keys.get(session) ?? (lastKey += 1);
  keys.set(session, known);
  return known;
}
