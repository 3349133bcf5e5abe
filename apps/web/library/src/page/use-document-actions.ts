import { useCallback, useMemo, useState } from 'react';
import { createFile, removeFile, renameFile, restoreFile } from '../api/library-api.js';
import { sentenceOf } from '../api/request-problem.js';
import type { LibraryFile, Person } from '../api/types.js';
import { editAddress, type DocumentActions } from '../documents/document-actions.js';
import { focusNeighbourOf } from '../documents/DocumentGrid.js';
import { messages } from '../messages.js';
import { openAsAnotherPerson } from '../person/window-identity.js';
import type { Toasts } from '../toasts/use-toasts.js';

interface Wiring {
  readonly person: Person;
  readonly show: Toasts['show'];
  readonly refresh: () => void;
  readonly showVersions: (file: LibraryFile) => void;
}

export interface PageActions extends DocumentActions {
  /** makes a blank document and opens it */
  readonly create: () => void;
  readonly isCreating: boolean;
  /** documents that were deleted here and are not yet out of the list */
  readonly removedIds: ReadonlySet<string>;
}

export function useDocumentActions({ person, show, refresh, showVersions }: Wiring): PageActions {
  const [isCreating, setCreating] = useState(false);
  const [removedIds, setRemovedIds] = useState<ReadonlySet<string>>(new Set());

  /** Runs a request; a failure becomes a message on the page. */
  const attempt = useCallback(
    async (work: () => Promise<void>): Promise<void> => {
      try {
        await work();
      } catch (error) {
        show({ text: sentenceOf(error), isProblem: true });
      }
      refresh();
    },
    [show, refresh],
  );

  const restore = useCallback(
    (file: LibraryFile) =>
      attempt(async () => {
        await restoreFile(file.id);
        setRemovedIds((ids) => without(ids, file.id));
        show({ text: messages.restored(file.title) });
      }),
    [attempt, show],
  );

  const remove = useCallback(
    (file: LibraryFile) =>
      attempt(async () => {
        focusNeighbourOf(file.id);
        setRemovedIds((ids) => new Set([...ids, file.id]));
        try {
          await removeFile(file.id);
        } catch (error) {
          setRemovedIds((ids) => without(ids, file.id));
          throw error;
        }
        const undo = { label: messages.undo, run: () => void restore(file) };
        show({ text: messages.removed(file.title), action: undo });
      }),
    [attempt, show, restore],
  );

  const create = useCallback(async () => {
    setCreating(true);
    await attempt(async () => location.assign(editAddress(await createFile())));
    setCreating(false);
  }, [attempt]);

  return useMemo(
    () => ({
      isCreating,
      removedIds,
      create: () => void create(),
      remove: (file) => void remove(file),
      rename: async (file, title) => {
        await renameFile(file.id, title);
        refresh();
      },
      showVersions,
      openAsAnother: (file) => openAsAnotherPerson(editAddress(file), person),
    }),
    [isCreating, removedIds, create, remove, refresh, showVersions, person],
  );
}

function without(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  return new Set([...ids].filter((one) => one !== id));
}
