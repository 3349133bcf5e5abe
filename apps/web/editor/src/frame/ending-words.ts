import { messages } from '../messages.js';
import type { EndReason } from '../session/end-reason.js';

export interface EndingWords {
  readonly title: string;
  readonly text: string;
  readonly advice: string;
}

/** What happened, why, and what to do. The server's own sentence is better than ours, when there is one. */
export function endingWords({ kind, message }: EndReason): EndingWords {
  const words = messages.ending[kind];
  return { ...words, text: message || words.text };
}
