import type { EditorState } from '../session/editor-state.js';
import { messages } from '../messages.js';

export type SaveTone = 'calm' | 'busy' | 'warning' | 'error';

export interface SaveWords {
  readonly text: string;
  readonly tone: SaveTone;
}

type SaveFacts = Pick<
  EditorState,
  'link' | 'unsent' | 'unacknowledged' | 'storedThrough' | 'save' | 'hasLostChanges'
>;

/**
 * What the header says about saving, and nothing it does not know: "stored" means that the server has every change of
 * this window on disk, "saved" that the integrator's system has taken a file with all of them.
 */
export function saveWords({
  link,
  unsent,
  unacknowledged,
  storedThrough,
  save,
  hasLostChanges,
}: SaveFacts): SaveWords {
  const words = messages.save;
  if (hasLostChanges) return { text: words.lost, tone: 'error' };
  if (link === 'lost' && unacknowledged > 0) return { text: words.unsent(unacknowledged), tone: 'warning' };
  if (unsent > 0 || unacknowledged > 0) return { text: words.storing, tone: 'busy' };
  switch (save?.state) {
    case 'save-failed':
      return { text: words.failed(save.reason ?? words.unknownReason), tone: 'error' };
    case 'saving':
      return { text: words.saving, tone: 'busy' };
    case 'saved':
    case 'rolled-back':
      // Newer changes than the saved file holds: it would be untrue to say that they are saved.
      if (save.throughSeq !== undefined && save.throughSeq < storedThrough) break;
      return { text: words.saved(clock(save.at)), tone: 'calm' };
    case undefined:
      break;
  }
  return { text: words.stored, tone: 'calm' };
}

function clock(at: string): string {
  const time = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(time.getHours())}:${two(time.getMinutes())}`;
}
