import { useState, type JSX } from 'react';
import type { FrameApp } from '../frame/frame-app.js';
import type { EditorState } from '../session/editor-state.js';
import { messages } from '../messages.js';

interface BannerText {
  readonly id: string;
  readonly tone: 'warning' | 'error';
  readonly text: string;
  readonly advice?: string;
  readonly canDismiss: boolean;
}

interface BannersProps {
  readonly app: FrameApp;
  readonly state: EditorState;
}

/** Lines between header and document that must not be overlooked. */
export function Banners({ app, state }: BannersProps): JSX.Element {
  const [dismissed, setDismissed] = useState<string | null>(null);
  const banners = bannersOf(state).filter(({ id }) => id !== dismissed);
  return (
    <div className="banners" role="status" aria-label={messages.banner.region} data-region="banners">
      <NewerVersion app={app} state={state} />
      {banners.map(({ id, tone, text, advice, canDismiss }) => (
        <div key={id} className="banner" data-tone={tone}>
          <p>
            {text}
            {advice ? <span> {advice}</span> : null}
          </p>
          {canDismiss ? (
            <button type="button" className="button small" onClick={() => setDismissed(id)}>
              {messages.banner.dismiss}
            </button>
          ) : null}
        </div>
      ))}
    </div>
  );
}

/** The page was asked to bring the newer version; should that fail, the user can ask again. */
function NewerVersion({ app, state }: BannersProps): JSX.Element | null {
  if (state.readOnlyReason !== 'version-saved' || !app.isDeclared('onRequestRefreshFile')) return null;
  return (
    <div className="banner" data-tone="warning">
      <p>{messages.banner.newerVersion}</p>
      <button type="button" className="button small" onClick={() => app.requestRefresh()}>
        {messages.banner.openNewer}
      </button>
    </div>
  );
}

function bannersOf({ link, end, canEdit, save, warning }: EditorState): BannerText[] {
  const words = messages.banner;
  const banners: BannerText[] = [];
  if (link === 'lost' && !end) {
    const text = canEdit ? words.offline : words.offlineViewer;
    banners.push({ id: 'offline', tone: 'warning', text, canDismiss: false });
  }
  const reason = save?.reason ?? warning ?? messages.save.unknownReason;
  if (save?.state === 'save-failed') {
    const text = sentence(words.saveFailed(reason));
    banners.push({
      id: `failed ${save.at}`,
      tone: 'error',
      text,
      advice: words.saveFailedAdvice,
      canDismiss: true,
    });
  } else if (save?.state === 'rolled-back') {
    banners.push({
      id: `rollback ${save.at}`,
      tone: 'warning',
      text: sentence(words.rolledBack(reason)),
      canDismiss: true,
    });
  }
  return banners;
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
