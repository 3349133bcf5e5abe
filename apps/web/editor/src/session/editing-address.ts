import { editingPath } from '#libs/protocol';

const FRAME_PATH = '/web-apps/apps/editor/';

/**
 * Address below which the server's own paths lie, from the address of the frame: everything before
 * `/web-apps/apps/editor/`, so that a path prefix works.
 */
export function serverBase(frameAddress: string): URL {
  const address = new URL(frameAddress);
  const at = address.pathname.lastIndexOf(FRAME_PATH);
  const prefix = at < 0 ? '' : address.pathname.slice(0, at);
  return new URL(`${prefix}/`, address.origin);
}

export function editingAddress(base: URL, documentKey: string): string {
  const address = new URL(base);
  address.protocol = base.protocol === 'https:' ? 'wss:' : 'ws:';
  address.pathname = base.pathname.replace(/\/$/, '') + editingPath(documentKey);
  return address.href;
}
