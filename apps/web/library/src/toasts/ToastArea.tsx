import { Icon } from '../icons/Icon.js';
import { messages } from '../messages.js';
import type { Toasts } from './use-toasts.js';

export function ToastArea({ toasts, dismiss, hold }: Toasts) {
  return (
    <div
      className="toast-area"
      role="status"
      onPointerEnter={() => hold(true)}
      onPointerLeave={() => hold(false)}
      onFocus={() => hold(true)}
      onBlur={() => hold(false)}
    >
      {toasts.map((toast) => (
        <div key={toast.id} className={toast.isProblem ? 'toast toast-problem' : 'toast'}>
          <span className="toast-text">{toast.text}</span>
          {toast.action && (
            <button
              type="button"
              className="toast-action"
              onClick={() => {
                dismiss(toast.id);
                hold(false);
                toast.action?.run();
              }}
            >
              {toast.action.label}
            </button>
          )}
          <button
            type="button"
            className="toast-close"
            aria-label={messages.dismiss}
            onClick={() => {
              dismiss(toast.id);
              hold(false);
            }}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
}
