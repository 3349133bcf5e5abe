/** Every text the editor's own shell shows. One place, so that it can be translated. */
export const messages = {
  appName: 'Document editor',
  untitled: 'Untitled document',

  header: {
    region: 'Document',
    close: 'Close',
    back: 'Back',
    rename: 'Rename the document',
    renameHint: 'Press Enter to rename, Escape to keep the name',
    people: (count: number) => (count === 1 ? 'Only you are here' : `${count} people are here`),
    you: (name: string) => `${name} (you)`,
    viewer: (name: string) => `${name}, viewing`,
    more: (count: number) => `and ${count} more`,
    viewing: 'View only',
    edit: 'Edit',
  },

  save: {
    stored: 'All changes stored',
    storing: 'Storing…',
    unsent: (count: number) => (count === 1 ? '1 change not sent yet' : `${count} changes not sent yet`),
    lost: 'Your latest changes are not stored',
    saving: 'Saving to your documents…',
    saved: (time: string) => `Saved to your documents at ${time}`,
    failed: (reason: string) => `Could not be saved: ${reason}`,
    unknownReason: 'the reason is not known',
    savedAlready: 'There is no need to save: every change is stored as you type.',
    notStoredYet: 'Your latest changes are on their way. There is no need to save.',
    keptHere: 'You are not connected. Your changes are kept in this window and sent as soon as possible.',
  },

  opening: {
    title: 'Opening the document',
    steps: {
      connecting: 'Connecting…',
      queued: 'Waiting for the document…',
      downloading: 'The server fetches the document…',
      converting: 'The server prepares the document for editing…',
      loading: 'Loading the document…',
      preparing: 'Reading the document…',
      'catching-up': 'Getting the latest changes…',
    },
    noConnection: 'The server does not answer. Trying again…',
  },

  status: {
    region: 'Status',
    connected: 'Connected',
    connecting: 'Connecting…',
    reconnecting: 'Not connected',
  },

  readOnly: {
    'view-mode': 'You are viewing this document.',
    'no-permission': 'You may read this document but not change it.',
    'version-saved':
      'This version of the document has been saved and closed. You can still read and copy it.',
    'connection-limit': 'Too many people are editing right now, so you can only read.',
    ended: 'Editing has ended. You can still read and copy the text.',
    denied: 'You can no longer change this document.',
  },

  banner: {
    region: 'Messages',
    offline: 'Reconnecting… your changes are kept.',
    offlineViewer: 'Reconnecting…',
    saveFailed: (reason: string) => `The document could not be saved to your documents: ${reason}`,
    saveFailedAdvice: 'Your changes are stored here and will be delivered as soon as possible.',
    rolledBack: (reason: string) => `The document was saved in another format: ${reason}`,
    newerVersion: 'This version of the document has been saved and closed. A newer one exists.',
    openNewer: 'Open the newer version',
    dismiss: 'Dismiss',
  },

  dialog: {
    close: 'Close',
    reload: 'Reload',
    tryAgain: 'Try again',
    downloadCopy: 'Download a copy',
    lostChanges:
      'Some of your latest changes could not be stored. Download a copy of the document as you see it to keep them.',
    leave: 'Leave anyway',
    stay: 'Stay',
    unsentTitle: 'Not everything has been sent',
    unsentText:
      'Some of your latest changes have not reached the server yet. If you leave now, they are lost.',
    deniedTitle: 'Editing was taken away',
    messageTitle: 'Message',
  },

  ending: {
    'version-saved': {
      title: 'A newer version of the document exists',
      text: 'This version has been saved and closed while you were away, or before you came.',
      advice: 'Copy what you still need from here, then open the document again.',
    },
    'access-denied': {
      title: 'No access to this document',
      text: 'The server does not let you open this document in this way.',
      advice: 'Open it again from your documents, or ask its owner for the right to do so.',
    },
    'token-expired': {
      title: 'The link to this document has expired',
      text: 'The permission with which this page was opened is too old.',
      advice: 'Open the document again from your documents.',
    },
    'token-invalid': {
      title: 'The permission for this document is not valid',
      text: 'The security token that came with the page was not accepted.',
      advice:
        'If opening it again does not help, tell your administrator: the secret of the page and the document server must be the same.',
    },
    dropped: {
      title: 'You were disconnected from the document',
      text: 'The owner or an administrator has ended your editing session.',
      advice: 'You can still read and copy the text here.',
    },
    'session-expired': {
      title: 'The session has ended',
      text: 'The document was open for too long without activity.',
      advice: 'Open it again to go on.',
    },
    incompatible: {
      title: 'A newer version of the editor is available',
      text: 'The server has been updated since you opened this page.',
      advice: 'Reload to go on. What was stored before is kept.',
    },
    malformed: {
      title: 'The editor did not understand the server',
      text: 'A message of the server could not be read.',
      advice: 'Reload to go on. What was stored before is kept.',
    },
    'change-refused': {
      title: 'A change could not be stored',
      text: 'The server did not take your latest change.',
      advice: 'Copy what you typed last if you need it, then reload to see the stored document.',
    },
    refused: {
      title: 'The document cannot be opened',
      text: 'The server refused to open the document.',
      advice: 'Try again, or open it again from your documents.',
    },
    unreadable: {
      title: 'The document cannot be shown',
      text: 'Its content could not be read.',
      advice: 'Check that the file opens in a word processor, then upload it again.',
    },
    'download-failed': {
      title: 'The document could not be loaded',
      text: 'The document did not arrive from the server.',
      advice: 'Check your connection and try again.',
    },
    'page-broken': {
      title: 'The editor could not start',
      text: 'A part of the editor could not be loaded or failed.',
      advice:
        'Try again. If that does not help, reload the page and tell your administrator what it says above.',
    },
  },

  fault: {
    repaired: 'Your last step could not be kept. The document shows what everybody sees; please check it.',
    unreadableChange: 'A change of another person could not be read and was left out.',
  },

  notAvailable: {
    history: 'Version history is not available in this editor yet.',
  },
  copyName: (title: string) =>
    title.replace(/(\.[a-z0-9]+)?$/i, (ending) => ` (my changes)${ending || '.docx'}`),
  unsupportedType: (type: string) => `Documents of the type “${type}” cannot be edited here yet.`,
  noDocument: 'The page did not say which document to open.',
} as const;
