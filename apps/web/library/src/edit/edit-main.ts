import { openingConfig, renameFile } from '../api/library-api.js';
import { RequestProblem, sentenceOf } from '../api/request-problem.js';
import type { OpeningConfig } from '../api/types.js';
import { messages } from '../messages.js';
import { personOfWindow } from '../person/window-identity.js';
import { loadDocsApi, type DocEditor, type EditorEvents } from './docs-api.js';
import { showErrorPage } from './error-page.js';
import { freshConfig } from './fresh-config.js';
import '../styles/base.css';
import '../styles/controls.css';
import '../styles/edit.css';

const stage = document.getElementById('stage') ?? document.body;
const address = new URLSearchParams(location.search);
const fileId = address.get('file') ?? '';
const mode = address.get('mode') === 'view' ? 'view' : 'edit';
const person = personOfWindow();

let editor: DocEditor | undefined;
let shown: OpeningConfig | undefined;
let title = '';
let isRefreshing = false;

const load = (): Promise<OpeningConfig> => openingConfig(fileId, person, mode);

function showTitle(newTitle: string, hasUnsent = false): void {
  title = newTitle;
  document.title = messages.editTitle(hasUnsent ? `• ${title}` : title);
}

/** The version that was open is saved and closed; the editor goes on with the new one in its place. */
async function refresh(): Promise<void> {
  if (isRefreshing || !shown) return;
  isRefreshing = true;
  try {
    const config = await freshConfig(load, shown.document.key);
    if (!config) {
      editor?.showMessage(messages.stillSaving);
      return;
    }
    shown = config;
    showTitle(config.document.title);
    editor?.refreshFile(config);
  } catch (error) {
    editor?.showMessage(sentenceOf(error));
  } finally {
    isRefreshing = false;
  }
}

async function rename(wanted: unknown): Promise<void> {
  if (typeof wanted !== 'string') return;
  try {
    showTitle((await renameFile(fileId, wanted)).title);
  } catch (error) {
    editor?.showMessage(sentenceOf(error));
  }
}

function editInstead(): void {
  address.delete('mode');
  location.search = address.toString();
}

const events: EditorEvents = {
  onRequestClose: () => location.assign('./'),
  onRequestRefreshFile: () => void refresh(),
  onOutdatedVersion: () => void refresh(),
  onRequestRename: ({ data }) => void rename(data),
  onDocumentStateChange: ({ data }) => showTitle(title, data === true),
  ...(mode === 'view' ? { onRequestEditRights: editInstead } : {}),
};

async function open(): Promise<void> {
  if (fileId === '') throw new RequestProblem(messages.noDocument, 404);
  const loadingApi = loadDocsApi().catch(editorMissing);
  // looked at below; what is wrong with the document is the more useful sentence when both fail
  loadingApi.catch(() => {});
  const config = await load();
  shown = config;
  showTitle(config.document.title);
  const api = await loadingApi;
  editor = new api.DocEditor('editor', { ...config, events });
}

function editorMissing(cause: unknown): never {
  throw new RequestProblem(messages.editorMissing, 0, { cause });
}

open().catch((error: unknown) => showErrorPage(stage, sentenceOf(error)));
