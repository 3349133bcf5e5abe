import type { OpenedMaster } from './open-master.js';

/** The versions that compute the base; a replica with others would compute another one. Checked against package.json by a test. */
export const ENGINE_VERSION = '2.30.0';
export const YJS_VERSION = '13.6.33';

/** What replicas compare before they exchange updates. */
export interface BaseIdentity {
  /** SHA-256 of the editing master, hex. */
  readonly masterDigest: string;
  readonly engineVersion: string;
  readonly yjsVersion: string;
  /** SHA-256 of the computed base document, hex. */
  readonly seedHash: string;
}

export function baseIdentityOf(master: OpenedMaster, seedHash: string): BaseIdentity {
  return { masterDigest: master.digest, engineVersion: ENGINE_VERSION, yjsVersion: YJS_VERSION, seedHash };
}
