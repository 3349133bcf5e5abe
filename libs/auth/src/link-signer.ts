import { DomainError } from '#libs/errors';
import { createHmac, timingSafeEqual } from 'node:crypto';

export interface LinkTarget {
  /** id in the blob store */
  readonly blob: string;
  /** name the file is downloaded as; its extension is the real one */
  readonly fileName: string;
}

export interface LinkSigner {
  /** Link below `baseUrl` (no trailing slash; empty for a root-relative link) that expires after `lifetimeMs`. */
  sign(baseUrl: string, target: LinkTarget, lifetimeMs: number): string;
  /**
   * Checks path and query of a request for a file.
   * @throws DomainError 'link-invalid' (403) or 'link-expired' (410)
   */
  verify(path: string, query: { md5?: unknown; expires?: unknown; filename?: unknown }): LinkTarget;
}

/** contract/conversion-api.md section 8: where links to our files live */
const PREFIX = '/cache/files/data/';

/** Links whose signature is the right to fetch; parameters are named as in the contract, the method is HMAC-SHA-256. */
export function createLinkSigner(secret: string, now: () => number = Date.now): LinkSigner {
  const signature = (path: string, expires: string) =>
    createHmac('sha256', secret).update(`${expires}\n${path}`).digest('base64url');

  return {
    sign(baseUrl, { blob, fileName }, lifetimeMs) {
      const path = `${PREFIX}${blob}/${fileName}`;
      const expires = String(Math.floor((now() + lifetimeMs) / 1000));
      const query = new URLSearchParams({ md5: signature(path, expires), expires, filename: fileName });
      return `${baseUrl}${path.split('/').map(encodeURIComponent).join('/')}?${query.toString()}`;
    },

    verify(path, { md5, expires }) {
      const decoded = decodePath(path);
      if (typeof md5 !== 'string' || typeof expires !== 'string' || !decoded.startsWith(PREFIX))
        throw invalid();
      const given = Buffer.from(md5);
      const wanted = Buffer.from(signature(decoded, expires));
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) throw invalid();
      if (Number(expires) * 1000 < now()) throw new DomainError('link-expired', 'This link has expired.');
      const rest = decoded.slice(PREFIX.length);
      const slash = rest.lastIndexOf('/');
      return { blob: rest.slice(0, slash), fileName: rest.slice(slash + 1) };
    },
  };
}

function decodePath(path: string): string {
  try {
    return path.split('/').map(decodeURIComponent).join('/');
  } catch (error) {
    throw invalid(error);
  }
}

function invalid(cause?: unknown): DomainError {
  return new DomainError('link-invalid', 'This link is not valid.', { cause });
}
