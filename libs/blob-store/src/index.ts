export type { BlobStore } from './blob-store.js';
export { FolderBlobStore } from './folder-blob-store.js';
export { blobNames } from './blob-names.js';
