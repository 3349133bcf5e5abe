import { randomBytes } from 'node:crypto';

const unguessable = () => randomBytes(16).toString('base64url');

/** Where each kind of blob lives. */
export const blobNames = {
  master: (digest: string) => `masters/${digest.slice(0, 2)}/${digest}`,
  /** assembled file of a key; contract/conversion-api.md section 8: no two results share a link */
  assembled: (documentKey: string) => `${documentKey}_${unguessable()}/output`,
  changes: (documentKey: string, token: string) => `changes/${documentKey}_${token}`,
  libraryVersion: () => `library/${unguessable()}`,
  thumbnail: () => `thumbnails/${unguessable()}`,
};
