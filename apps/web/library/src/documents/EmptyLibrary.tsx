import type { UploadLimits } from '../api/types.js';
import { listOf, messages } from '../messages.js';

export function EmptyLibrary({ limits }: { limits: UploadLimits }) {
  return (
    <div className="empty">
      <svg className="empty-picture" viewBox="0 0 160 120" width="160" height="120" aria-hidden="true">
        <rect
          x="58"
          y="12"
          width="70"
          height="92"
          rx="7"
          className="empty-back"
          transform="rotate(8 93 58)"
        />
        <rect
          x="40"
          y="12"
          width="70"
          height="92"
          rx="7"
          className="empty-middle"
          transform="rotate(-4 75 58)"
        />
        <rect x="46" y="14" width="70" height="92" rx="7" className="empty-front" />
        <path d="M58 34h30M58 48h46M58 60h46M58 72h28" className="empty-lines" />
      </svg>
      <h2>{messages.emptyTitle}</h2>
      <p>{messages.emptyText(listOf(limits.extensions))}</p>
    </div>
  );
}
