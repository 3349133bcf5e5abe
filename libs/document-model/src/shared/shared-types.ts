import type * as Y from 'yjs';

/** Edits of the person at this replica. */
export const LOCAL_ORIGIN = 'quire:local';
/** Edits that came from elsewhere. */
export const REMOTE_ORIGIN = 'quire:remote';
/** Writing the base document, which every replica does for itself. */
export const SEED_ORIGIN = 'quire:seed';
/** The client id under which every replica writes the base; no replica edits under it. */
export const SEED_CLIENT = 1;

/** The maps of the shared document beside the texts and lists of its containers. */
export interface SharedMaps {
  /** New content of objects, by name. */
  readonly objects: Y.Map<unknown>;
  /** Changed attributes of containers, by name. */
  readonly shells: Y.Map<unknown>;
  /** Parts that were added, rewritten as a whole, or removed, by part name. */
  readonly parts: Y.Map<unknown>;
  /** Relationship records, or null when removed, by `owner|id`. */
  readonly relationships: Y.Map<unknown>;
  /** Content types of parts, or null when removed, by part name. */
  readonly contentTypes: Y.Map<unknown>;
  /** Bytes of pictures and the like, by storage key. */
  readonly binaries: Y.Map<unknown>;
}

export function sharedMapsOf(doc: Y.Doc): SharedMaps {
  return {
    objects: doc.getMap('objects'),
    shells: doc.getMap('shells'),
    parts: doc.getMap('parts'),
    relationships: doc.getMap('relationships'),
    contentTypes: doc.getMap('types'),
    binaries: doc.getMap('binaries'),
  };
}
