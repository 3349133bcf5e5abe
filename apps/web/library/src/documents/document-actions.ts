import { apiLink } from '../api/library-api.js';
import type { LibraryFile } from '../api/types.js';
import type { MenuItem } from '../menu/Menu.js';
import { messages } from '../messages.js';

/** What can be done with a document. */
export interface DocumentActions {
  rename(file: LibraryFile, title: string): Promise<void>;
  remove(file: LibraryFile): void;
  showVersions(file: LibraryFile): void;
  openAsAnother(file: LibraryFile): void;
}

export function editAddress(file: LibraryFile, mode: 'edit' | 'view' = 'edit'): string {
  const query = new URLSearchParams({ file: file.id, ...(mode === 'view' ? { mode } : {}) });
  return `edit.html?${query}`;
}

export function menuOf(
  file: LibraryFile,
  actions: DocumentActions,
  startRenaming: () => void,
): readonly MenuItem[] {
  const go = (address: string) => () => location.assign(address);
  return [
    { label: messages.open, icon: 'open', onChoose: go(editAddress(file)) },
    { label: messages.openReadOnly, icon: 'eye', onChoose: go(editAddress(file, 'view')) },
    { label: messages.openAsAnother, icon: 'people', onChoose: () => actions.openAsAnother(file) },
    { label: messages.rename, icon: 'pencil', shortcut: 'F2', onChoose: startRenaming },
    { label: messages.versions, icon: 'versions', onChoose: () => actions.showVersions(file) },
    {
      label: messages.download,
      icon: 'download',
      download: apiLink(`files/${file.id}/versions/${file.version}/content`),
    },
    {
      label: messages.remove,
      icon: 'trash',
      shortcut: 'Del',
      isDangerous: true,
      onChoose: () => actions.remove(file),
    },
  ];
}
