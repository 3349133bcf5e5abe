import { messages } from '../messages.js';
import { SurfaceError, type SurfaceModule } from '../surface/document-surface.js';
import { editingAddress, serverBase } from './editing-address.js';
import type { SessionPorts } from './editing-session.js';
import { browserSocket } from './editing-socket.js';
import { downloadMaster } from './master-download.js';

/** A session in a real browser: WebSocket, download and the surface's code from the server that served this page. */
export function browserPorts(documentKey: string, clientId: string): SessionPorts {
  const base = serverBase(location.href);
  return {
    clientId,
    openSocket: browserSocket(editingAddress(base, documentKey)),
    loadSurface: async (documentType): Promise<SurfaceModule> => {
      if (documentType === 'word') return import('../surface/word/word-surface.js');
      throw new SurfaceError(messages.unsupportedType(documentType));
    },
    downloadMaster: (opened, onProgress, signal) =>
      downloadMaster(
        new URL(opened.masterUrl.replace(/^\//, ''), base),
        opened.masterDigest,
        onProgress,
        signal,
      ),
  };
}

/** Begins to load the surface's code while the connection is still being made. */
export function preloadSurface(documentType: string | null): void {
  if (documentType === 'word') {
    // A failure shows when the code is really needed.
    import('../surface/word/word-surface.js').catch(() => undefined);
  }
}
