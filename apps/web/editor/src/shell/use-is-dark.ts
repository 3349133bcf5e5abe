import { useSyncExternalStore } from 'react';
import type { ColorMode } from '../frame/theme.js';

const query = window.matchMedia('(prefers-color-scheme: dark)');

function subscribe(listener: () => void): () => void {
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** Whether to show dark colours: the integrator's word, else the system's. */
export function useIsDark(mode: ColorMode): boolean {
  const systemIsDark = useSyncExternalStore(subscribe, () => query.matches);
  return mode === 'system' ? systemIsDark : mode === 'dark';
}
