import { useEffect, useId, useRef, type JSX, type ReactNode } from 'react';

interface DialogProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly buttons: ReactNode;
  readonly onClose: () => void;
}

/** A modal dialog; the browser keeps the focus inside and gives it back. */
export function Dialog({ title, children, buttons, onClose }: DialogProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <h2 id={titleId}>{title}</h2>
      {children}
      <div className="buttons">{buttons}</div>
    </dialog>
  );
}
