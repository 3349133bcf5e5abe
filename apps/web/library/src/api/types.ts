/** What the storage service answers below `/api/library/`. */
export interface Person {
  readonly id: string;
  readonly name: string;
}

export interface LibraryFile {
  readonly id: string;
  readonly title: string;
  readonly fileType: string;
  readonly version: number;
  readonly size: number;
  /** ISO 8601 */
  readonly changedAt: string;
  readonly authors: readonly Person[];
  readonly editors: readonly Person[];
  /** relative to the API's address */
  readonly thumbnail: string | null;
  readonly saveFailure: { readonly at: string; readonly message: string } | null;
}

export interface LibraryVersion {
  readonly version: number;
  readonly fileType: string;
  readonly size: number;
  readonly createdAt: string;
  readonly authors: readonly Person[];
  readonly isCurrent: boolean;
  readonly note: string | null;
  readonly download: string;
}

export interface UploadLimits {
  readonly maxUploadBytes: number;
  readonly extensions: readonly string[];
}

export interface LibraryListing {
  readonly files: readonly LibraryFile[];
  readonly total: number;
  readonly limits: UploadLimits;
}

export interface OpeningConfig {
  readonly document: { readonly key: string; readonly title: string };
  readonly [name: string]: unknown;
}
