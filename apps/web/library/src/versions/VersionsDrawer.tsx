import { useEffect, useRef, useState } from 'react';
import { apiLink, describeFile } from '../api/library-api.js';
import { sentenceOf } from '../api/request-problem.js';
import type { LibraryFile, LibraryVersion } from '../api/types.js';
import { byteSize } from '../byte-size.js';
import { namesOf } from '../documents/title-parts.js';
import { Icon } from '../icons/Icon.js';
import { messages } from '../messages.js';
import { exactTime } from '../relative-time.js';

/** Every saved version of one document, newest first; follows new ones while it is open. */
export function VersionsDrawer({ file, onClose }: { file: LibraryFile; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { versions, problem } = useVersions(file);

  useEffect(() => dialog.current?.showModal(), []);

  return (
    <dialog
      ref={dialog}
      className="drawer"
      aria-labelledby="versions-title"
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current.close();
      }}
    >
      <div className="drawer-body">
        <header>
          <h2 id="versions-title">{messages.versionsOf(file.title)}</h2>
          <button
            type="button"
            className="icon-button"
            aria-label={messages.close}
            onClick={() => dialog.current?.close()}
          >
            <Icon name="close" />
          </button>
        </header>
        {problem !== '' && <p className="drawer-problem">{problem}</p>}
        <ol className="versions" reversed>
          {versions.map((version) => (
            <VersionRow key={version.version} version={version} />
          ))}
        </ol>
      </div>
    </dialog>
  );
}

function VersionRow({ version }: { version: LibraryVersion }) {
  const { version: number, createdAt, authors, size, isCurrent, download, note } = version;
  return (
    <li className="version">
      <div>
        <strong>{messages.version(number)}</strong>
        {isCurrent && <span className="tag">{messages.currentVersion}</span>}
        <span className="version-facts">
          <time dateTime={createdAt}>{exactTime(createdAt)}</time> · {byteSize(size)}
        </span>
        <span className="version-facts">
          {authors.length > 0 ? messages.savedBy(namesOf(authors)) : messages.uploadedVersion}
        </span>
        {note !== null && <span className="version-note">{note}</span>}
      </div>
      <a
        className="icon-button"
        href={apiLink(download)}
        download=""
        aria-label={messages.downloadVersion(number)}
        title={messages.downloadVersion(number)}
      >
        <Icon name="download" />
      </a>
    </li>
  );
}

function useVersions({ id, version }: LibraryFile): { versions: readonly LibraryVersion[]; problem: string } {
  const [versions, setVersions] = useState<readonly LibraryVersion[]>([]);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    let isCurrent = true;
    describeFile(id).then(
      (described) => {
        if (!isCurrent) return;
        setVersions(described.versions);
        setProblem('');
      },
      (error: unknown) => isCurrent && setProblem(sentenceOf(error)),
    );
    return () => {
      isCurrent = false;
    };
  }, [id, version]);
  return { versions, problem };
}
