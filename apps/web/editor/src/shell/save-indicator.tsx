import { useEffect, useState, type JSX } from 'react';
import type { EditorState } from '../session/editor-state.js';
import { saveWords, type SaveWords } from './save-words.js';

/** So long "Storing…" stays at least, or the words would flicker with every key. */
const BUSY_AT_LEAST = 700;
/** So long a state lasts before a screen reader says it. */
const SPEAK_AFTER = 1500;

/** How far the changes are saved, in words. */
export function SaveIndicator({ state }: { readonly state: EditorState }): JSX.Element {
  const words = saveWords(state);
  const shown = useUnhurried(words);
  const spoken = useSettled(words.tone === 'busy' ? null : words.text);
  return (
    <>
      <span className="save" data-tone={shown.tone} title={shown.text}>
        <span className="save-dot" aria-hidden="true" />
        <span className="save-text">{shown.text}</span>
      </span>
      <span className="visually-hidden" role="status" aria-live="polite">
        {spoken}
      </span>
    </>
  );
}

/** Calm words wait until the busy ones have been there for a moment; everything else shows at once. */
function useUnhurried(words: SaveWords): SaveWords {
  const [shown, setShown] = useState(words);
  const { text, tone } = words;
  useEffect(() => {
    if (tone !== 'calm') {
      setShown({ text, tone });
      return undefined;
    }
    const timer = setTimeout(() => setShown({ text, tone }), BUSY_AT_LEAST);
    return () => clearTimeout(timer);
  }, [text, tone]);
  return tone === 'calm' && shown.tone !== 'busy' ? words : shown;
}

function useSettled(text: string | null): string {
  const [settled, setSettled] = useState('');
  useEffect(() => {
    if (text === null) return undefined;
    const timer = setTimeout(() => setSettled(text), SPEAK_AFTER);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
