import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { sentenceOf } from '../api/request-problem.js';
import { messages } from '../messages.js';
import { titleParts } from './title-parts.js';

interface Props {
  readonly title: string;
  /** rejects with a sentence when the name cannot be used */
  readonly onSave: (title: string) => Promise<void>;
  readonly onEnd: () => void;
}

/** Renames in place: Enter or leaving the field saves, Escape keeps the old name. */
export function TitleEditor({ title, onSave, onEnd }: Props) {
  const { base, extension } = titleParts(title);
  const [text, setText] = useState(base);
  const [problem, setProblem] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const isEnding = useRef(false);
  const hint = useId();
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);

  const save = async (): Promise<void> => {
    if (isEnding.current) return;
    isEnding.current = true;
    if (text.trim() === base) return onEnd();
    try {
      await onSave(text + extension);
      onEnd();
    } catch (error) {
      isEnding.current = false;
      setProblem(sentenceOf(error));
      field.current?.focus();
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Enter') void save();
    else if (event.key === 'Escape') {
      isEnding.current = true;
      onEnd();
    }
  };

  return (
    <span className="title-editor">
      <span className="title-field">
        <input
          ref={field}
          type="text"
          value={text}
          aria-label={messages.newName}
          aria-invalid={problem !== ''}
          aria-describedby={hint}
          spellCheck={false}
          onChange={(event) => {
            setText(event.target.value);
            setProblem('');
          }}
          onKeyDown={onKeyDown}
          onBlur={() => void save()}
        />
        <span className="title-extension">{extension}</span>
      </span>
      <span id={hint} className="field-problem" role="alert">
        {problem}
      </span>
    </span>
  );
}
