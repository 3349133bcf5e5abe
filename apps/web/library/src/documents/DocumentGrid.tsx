import { useRef, useState, type FocusEvent, type KeyboardEvent } from 'react';
import type { LibraryFile } from '../api/types.js';
import { messages } from '../messages.js';
import type { DocumentActions } from './document-actions.js';
import { DocumentCard } from './DocumentCard.js';
import { destinationOf } from './grid-navigation.js';
import { useNow } from './use-now.js';

interface Props {
  readonly files: readonly LibraryFile[];
  readonly actions: DocumentActions;
  /** ids of documents that were added from this page just now */
  readonly newIds: ReadonlySet<string>;
}

export function DocumentGrid({ files, actions, newIds }: Props) {
  const [activeId, setActiveId] = useState<string>();
  const grid = useRef<HTMLUListElement>(null);
  const now = useNow();
  const tabStop = files.some(({ id }) => id === activeId) ? activeId : files[0]?.id;

  const onFocus = (event: FocusEvent): void => {
    const id = event.target.closest<HTMLElement>('[data-file]')?.dataset['file'];
    if (id) setActiveId(id);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const links = [...(grid.current?.querySelectorAll<HTMLElement>('.card-link') ?? [])];
    const from = links.findIndex((link) => link === document.activeElement);
    const boxes = links.map((link) => link.closest('.card')?.getBoundingClientRect() ?? new DOMRect());
    const to = destinationOf(event.key, from, boxes);
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    links[to]?.focus();
  };

  return (
    <>
      <p id="grid-help" className="visually-hidden">
        {messages.gridHelp}
      </p>
      <ul
        ref={grid}
        className="grid"
        aria-label={messages.documents}
        aria-describedby="grid-help"
        onFocus={onFocus}
        onKeyDown={onKeyDown}
      >
        {files.map((file) => (
          <DocumentCard
            key={file.id}
            file={file}
            now={now}
            actions={actions}
            isTabStop={file.id === tabStop}
            isNew={newIds.has(file.id)}
          />
        ))}
      </ul>
    </>
  );
}

/** After a document has gone the focus moves to its neighbour instead of getting lost. */
export function focusNeighbourOf(fileId: string): void {
  const cards = [...document.querySelectorAll<HTMLElement>('[data-file]')];
  const at = cards.findIndex((card) => card.dataset['file'] === fileId);
  const neighbour = cards[at + 1] ?? cards[at - 1];
  const target = neighbour?.querySelector<HTMLElement>('.card-link');
  (target ?? document.querySelector<HTMLElement>('[data-focus-fallback]'))?.focus();
}
