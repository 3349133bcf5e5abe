import type {
  LibraryDocument,
  LibraryPerson,
  LibrarySaveFailure,
  LibraryVersionEntity,
} from '#libs/persistence';

/** A document as the library page receives it. */
export interface FileView {
  readonly id: string;
  readonly title: string;
  readonly fileType: string;
  readonly version: number;
  readonly size: number;
  readonly createdAt: string;
  readonly changedAt: string;
  /** who made the current version; empty for an upload */
  readonly authors: readonly LibraryPerson[];
  /** who edits it now */
  readonly editors: readonly LibraryPerson[];
  /** link relative to `/api/library/`; null while there is no picture */
  readonly thumbnail: string | null;
  readonly saveFailure: LibrarySaveFailure | null;
}

export interface VersionView {
  readonly version: number;
  readonly fileType: string;
  readonly size: number;
  readonly createdAt: string;
  readonly authors: readonly LibraryPerson[];
  readonly isCurrent: boolean;
  readonly note: string | null;
  /** link relative to `/api/library/` */
  readonly download: string;
}

/** `names` has the names of the editors by id, as far as they are known. */
export function fileView(
  { file, current, picturedVersion }: LibraryDocument,
  names: ReadonlyMap<string, string>,
): FileView {
  return {
    id: file.id,
    title: file.title,
    fileType: current.fileType,
    version: file.currentVersion,
    size: current.size,
    createdAt: file.createdAt.toISOString(),
    changedAt: file.changedAt.toISOString(),
    authors: current.authors,
    editors: file.editors.map((id) => ({ id, name: names.get(id) ?? 'Somebody' })),
    thumbnail: picturedVersion === null ? null : `files/${file.id}/versions/${picturedVersion}/thumbnail`,
    saveFailure: file.saveFailure,
  };
}

export function versionView(version: LibraryVersionEntity, currentVersion: number): VersionView {
  return {
    version: version.version,
    fileType: version.fileType,
    size: version.size,
    createdAt: version.createdAt.toISOString(),
    authors: version.authors,
    note: version.note,
    isCurrent: version.version === currentVersion,
    download: `files/${version.fileId}/versions/${version.version}/content`,
  };
}
