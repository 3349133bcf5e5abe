import type { TextStep } from '../tokens/token-diff.js';

/** What one edit did to one container, as far as grouping for undo needs to know. */
export interface EditSummary {
  readonly kind: 'insert' | 'delete' | 'other';
  readonly container: string;
  /** Where it began and, for an insertion, where it ended; for a deletion the end of what is gone. */
  readonly from: number;
  readonly to: number;
}

/** Null when the steps change nothing. */
export function summarise(container: string, steps: readonly TextStep[]): EditSummary | null {
  const changes = steps.filter((step) => !('retain' in step) || step.attributes !== undefined);
  const [first] = changes;
  if (first === undefined) return null;
  const at = steps.indexOf(first);
  const from = steps.slice(0, at).reduce((sum, step) => sum + ('retain' in step ? step.retain : 0), 0);
  if (changes.length === 1 && 'insert' in first && typeof first.insert === 'string') {
    return { kind: 'insert', container, from, to: from + first.insert.length };
  }
  if (changes.length === 1 && 'delete' in first)
    return { kind: 'delete', container, from, to: from + first.delete };
  return { kind: 'other', container, from, to: from };
}
