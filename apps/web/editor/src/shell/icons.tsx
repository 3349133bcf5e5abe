import type { JSX } from 'react';

function Icon({ path }: { readonly path: string }): JSX.Element {
  return (
    <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true" focusable="false">
      <path
        d={path}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

export const CloseIcon = (): JSX.Element => <Icon path="M5 5l10 10M15 5L5 15" />;
export const BackIcon = (): JSX.Element => <Icon path="M12 4l-6 6 6 6" />;
