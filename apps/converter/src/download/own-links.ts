import type { LinkSigner, LinkTarget } from '#libs/auth';
import type { BlobStore } from '#libs/blob-store';
import { DomainError } from '#libs/errors';
import { inMegabytes, tooLarge } from './download-failures.js';

const OWN_FILES = '/cache/files/data/';

/**
 * The file behind one of our own signed links, read without a request: on which address we run, and whether that is
 * private, does not matter then (contract/configuration.md section 5). Undefined for any other address.
 */
export async function readOwnLink(
  url: URL,
  links: LinkSigner,
  blobs: BlobStore,
  maxBytes: number,
): Promise<Buffer | undefined> {
  const target = targetOf(url, links);
  if (!target) return undefined;
  const { stream, size } = await openBlob(target, blobs);
  if (size > maxBytes) {
    stream.destroy();
    throw tooLarge(`it has ${inMegabytes(size)}`, maxBytes);
  }
  return Buffer.concat(await stream.toArray());
}

async function openBlob(target: LinkTarget, blobs: BlobStore) {
  try {
    return await blobs.open(target.blob);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'not-found') {
      throw new DomainError('download-failed', 'The document is no longer in our file store.', {
        cause: error,
      });
    }
    throw error;
  }
}

function targetOf(url: URL, links: LinkSigner): LinkTarget | undefined {
  const start = url.pathname.indexOf(OWN_FILES);
  if (start < 0) return undefined;
  try {
    return links.verify(url.pathname.slice(start), Object.fromEntries(url.searchParams));
  } catch (error) {
    // Signed by somebody else: an address like any other.
    if (error instanceof DomainError && error.code === 'link-invalid') return undefined;
    throw error;
  }
}
