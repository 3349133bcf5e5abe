import { useCallback, useMemo, useState } from 'react';
import type { LibraryFile } from '../api/types.js';
import { DocumentGrid } from '../documents/DocumentGrid.js';
import { EmptyLibrary } from '../documents/EmptyLibrary.js';
import { matching, SEARCH_FROM } from '../documents/search.js';
import { useLibraryFeed } from '../feed/use-library-feed.js';
import { Icon } from '../icons/Icon.js';
import { messages } from '../messages.js';
import { changeName, personOfWindow } from '../person/window-identity.js';
import { ToastArea } from '../toasts/ToastArea.js';
import { useToasts } from '../toasts/use-toasts.js';
import { DropTarget } from '../uploads/DropTarget.js';
import { UploadList } from '../uploads/UploadList.js';
import { useUploads } from '../uploads/use-uploads.js';
import { VersionsDrawer } from '../versions/VersionsDrawer.js';
import { Banner } from './Banner.js';
import { LibraryHeader } from './LibraryHeader.js';
import { SearchBox } from './SearchBox.js';
import { UploadButton } from './UploadButton.js';
import { useDocumentActions } from './use-document-actions.js';

export function LibraryPage() {
  const { listing, state, refresh } = useLibraryFeed();
  const [person, setPerson] = useState(personOfWindow);
  const [words, setWords] = useState('');
  const [versionsId, setVersionsId] = useState<string>();
  const [newIds, setNewIds] = useState<ReadonlySet<string>>(new Set());
  const toasts = useToasts();
  const onAdded = useCallback(
    (file: LibraryFile) => {
      setNewIds((ids) => new Set([...ids, file.id]));
      refresh();
    },
    [refresh],
  );
  const uploads = useUploads(listing?.limits, onAdded);
  const showVersions = useCallback((file: LibraryFile) => setVersionsId(file.id), []);
  const actions = useDocumentActions({ person, show: toasts.show, refresh, showVersions });
  const files = useMemo(
    () => (listing?.files ?? []).filter(({ id }) => !actions.removedIds.has(id)),
    [listing, actions.removedIds],
  );
  const isSearchShown = files.length >= SEARCH_FROM || words !== '';
  const found = matching(files, words);
  const versionsOf = listing?.files.find(({ id }) => id === versionsId);

  return (
    <>
      <LibraryHeader
        person={person}
        onRename={(name) => setPerson(changeName(person, name))}
        search={isSearchShown && <SearchBox words={words} onChange={setWords} />}
      />
      <Banner state={state} />
      <main id="documents" className="page" tabIndex={-1}>
        <div className="page-head">
          <div>
            <h1>{messages.documents}</h1>
            <p className="page-count" aria-live="polite">
              {listing && countText(words, found.length, files.length, listing.total)}
            </p>
          </div>
          <div className="page-actions">
            <UploadButton limits={listing?.limits} onChoose={(chosen) => uploads.add(chosen)} />
            <button
              type="button"
              className="button button-primary"
              data-focus-fallback=""
              disabled={actions.isCreating}
              onClick={actions.create}
            >
              <Icon name="plus" />
              {messages.newDocument}
            </button>
          </div>
        </div>
        <UploadList {...uploads} />
        {!listing && <LoadingGrid />}
        {listing && files.length === 0 && <EmptyLibrary limits={listing.limits} />}
        {found.length > 0 && <DocumentGrid files={found} actions={actions} newIds={newIds} />}
        {files.length > 0 && found.length === 0 && (
          <p className="nothing-found">{messages.nothingFound(words.trim())}</p>
        )}
      </main>
      {versionsOf && <VersionsDrawer file={versionsOf} onClose={() => setVersionsId(undefined)} />}
      <DropTarget limits={listing?.limits} onDrop={uploads.add} />
      <ToastArea {...toasts} />
    </>
  );
}

function countText(words: string, found: number, shown: number, total: number): string {
  if (words.trim() !== '') return messages.found(found);
  return shown === 0 ? '' : messages.shownOf(shown, Math.max(shown, total));
}

function LoadingGrid() {
  return (
    <div className="grid" role="status" aria-label={messages.loading}>
      {[1, 2, 3, 4].map((number) => (
        <div key={number} className="card card-loading" aria-hidden="true" />
      ))}
    </div>
  );
}
