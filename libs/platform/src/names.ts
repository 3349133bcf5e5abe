import type { Config } from '#libs/config';
import { join } from 'node:path';

/** Name under which this process owns its participants; stable over a restart of the same process. */
export function replicaName(config: Config, fallback: string): string {
  return config.quire.replicaId || fallback;
}

export function blobFolder(config: Config): string {
  return config.storage.fs.folderPath || join(config.quire.dataDir, 'blobs');
}
