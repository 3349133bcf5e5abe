import { useCallback, useEffect, useRef, useState } from 'react';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly isProblem: boolean;
  readonly action?: { readonly label: string; readonly run: () => void };
}

const VISIBLE_MS = 8_000;

export interface Toasts {
  readonly toasts: readonly Toast[];
  readonly show: (toast: Omit<Toast, 'id' | 'isProblem'> & { isProblem?: boolean }) => void;
  readonly dismiss: (id: number) => void;
  /** stops and starts the clock, so that nothing vanishes under the pointer or the focus */
  readonly hold: (isHeld: boolean) => void;
}

/** Short messages that go away by themselves. */
export function useToasts(): Toasts {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const [isHeld, hold] = useState(false);
  const lastId = useRef(0);

  const dismiss = useCallback((id: number) => {
    setToasts((all) => all.filter((toast) => toast.id !== id));
  }, []);
  const show = useCallback<Toasts['show']>((toast) => {
    const id = ++lastId.current;
    setToasts((all) => [...all.slice(-2), { isProblem: false, ...toast, id }]);
  }, []);

  const oldest = toasts[0]?.id;
  useEffect(() => {
    if (oldest === undefined || isHeld) return undefined;
    const timer = setTimeout(() => dismiss(oldest), VISIBLE_MS);
    return () => clearTimeout(timer);
  }, [oldest, isHeld, dismiss]);

  return { toasts, show, dismiss, hold };
}
