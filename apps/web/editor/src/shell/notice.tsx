import { useEffect, type JSX } from 'react';
import type { Notice as NoticeData } from '../frame/app-state.js';

const SHOWN_FOR = 6000;

interface NoticeProps {
  readonly notice: NoticeData | null;
  readonly dismiss: (id: number) => void;
}

/** A short message that goes away by itself. */
export function Notice({ notice, dismiss }: NoticeProps): JSX.Element {
  useEffect(() => {
    if (!notice) return undefined;
    const timer = setTimeout(() => dismiss(notice.id), SHOWN_FOR);
    return () => clearTimeout(timer);
  }, [notice, dismiss]);
  return (
    <div className="notices" role="status" aria-live="polite">
      {notice ? <div className="notice">{notice.text}</div> : null}
    </div>
  );
}
