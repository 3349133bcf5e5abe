/** Every text of the library's pages. */
export const messages = {
  product: 'Quire',
  documents: 'Documents',
  skipToDocuments: 'Skip to the documents',

  newDocument: 'New document',
  upload: 'Upload',
  loading: 'Loading your documents…',
  emptyTitle: 'No documents yet',
  emptyText: (extensions: string) =>
    `Start with a blank page, or drop your own files anywhere on this page (${extensions}).`,
  shownOf: (shown: number, total: number) =>
    shown < total ? `The newest ${shown} of ${total}` : total === 1 ? '1 document' : `${total} documents`,

  search: 'Search documents',
  searchHint: 'Press / to search',
  found: (count: number) => (count === 1 ? '1 document found' : `${count} documents found`),
  nothingFound: (words: string) => `No document matches “${words}”.`,

  youAre: (name: string) => `You are ${name}`,
  personMenu: '. Change your name or open a second window',
  yourName: 'Your name',
  yourNameHint: 'Others see it while you edit.',
  saveName: 'Save',
  nameNeeded: 'Type at least one character.',
  openAsAnother: 'Open as another person',
  openAsAnotherHint: 'In a new window, to try editing together',

  edited: (when: string, who: string) => (who === '' ? `Added ${when}` : `Edited ${when} by ${who}`),
  editing: (names: readonly string[]) => {
    if (names.length <= 1) return `${names[0] ?? 'Somebody'} is editing`;
    if (names.length === 2) return `${names[0]} and ${names[1]} are editing`;
    return `${names[0]} and ${names.length - 1} others are editing`;
  },
  noPicture: (fileType: string) => fileType.toUpperCase(),
  saveFailed: 'Last edits not saved',

  documentMenu: (title: string) => `Actions for ${title}`,
  open: 'Open',
  openReadOnly: 'Open to read',
  rename: 'Rename',
  newName: 'New name',
  versions: 'Versions',
  download: 'Download',
  remove: 'Delete',
  gridHelp: 'Arrow keys move between documents, Enter opens, F2 renames, Delete deletes.',

  removed: (title: string) => `“${title}” was deleted.`,
  undo: 'Undo',
  restored: (title: string) => `“${title}” is back.`,
  dismiss: 'Dismiss',
  tryAgain: 'Try again',

  uploads: 'Uploads',
  dropHere: 'Drop to upload',
  dropHint: (extensions: string, limit: string) => `${extensions}, up to ${limit} each`,
  waiting: 'Waiting',
  sending: (percent: number, sent: string, size: string) => `${percent}% · ${sent} of ${size}`,
  checking: 'Checking the file…',
  added: 'Added',
  cancel: 'Cancel',
  cancelUpload: (name: string) => `Cancel the upload of ${name}`,
  dismissUpload: (name: string) => `Remove ${name} from the list`,
  tooLarge: (name: string, size: string, limit: string) =>
    `“${name}” is too large: it has ${size}, and the limit is ${limit} (setting quire.library.maxUploadBytes).`,
  notSupported: (name: string, extensions: string) =>
    `“${name}” cannot be added: this kind of file is not supported yet. Use ${extensions}.`,
  emptyFile: (name: string) => `“${name}” is empty: it has 0 bytes.`,
  folder: (name: string) => `“${name}” is a folder. Drop the files inside it instead.`,
  transferBroke: (name: string) =>
    `“${name}” did not arrive: the connection to the server broke. Check the network and try again.`,

  versionsOf: (title: string) => `Versions of ${title}`,
  version: (number: number) => `Version ${number}`,
  currentVersion: 'Current',
  uploadedVersion: 'Added to the library',
  savedBy: (names: string) => `Edited by ${names}`,
  downloadVersion: (number: number) => `Download version ${number}`,
  close: 'Close',

  offline: 'You are offline. The list is shown as it was; it updates when the network is back.',
  unreachable: 'The library does not answer. Trying again…',
  serverSilent: 'The server does not answer. Check that it runs, then try again.',
  serverFailed: (status: number) => `The server answered with an error (${status}). Try again in a moment.`,

  editTitle: (title: string) => `${title} – Quire`,
  cannotOpen: 'This document cannot be opened',
  noDocument: 'The address names no document. Choose one in the library.',
  editorMissing:
    'The editor could not be loaded from the server. Check that it runs and that the network works, then try again.',
  stillSaving: 'The document is still being saved. Try again in a moment.',
  backToLibrary: 'Back to the library',
} as const;

/** ".docx, .doc or .txt" */
export function listOf(extensions: readonly string[]): string {
  const all = extensions.map((extension) => `.${extension}`);
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} or ${all.at(-1)}`;
}
