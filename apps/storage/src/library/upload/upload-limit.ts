import { DomainError } from '#libs/errors';
import { byteSize } from '../content/byte-size.js';

export const UPLOAD_LIMIT_SETTING = 'quire.library.maxUploadBytes';

/** The sentence for a file that is too large, with its size, the limit and the setting. */
export function tooLargeUpload(
  title: string,
  size: { bytes: number; isMinimum: boolean },
  limit: number,
): DomainError {
  const isSameWhenRounded = byteSize(size.bytes) === byteSize(limit);
  const shown = (bytes: number) => (isSameWhenRounded ? `${bytes} bytes` : byteSize(bytes));
  const measured = size.isMinimum ? `has more than ${byteSize(limit)}` : `has ${shown(size.bytes)}`;
  return new DomainError(
    'too-large',
    `“${title}” is too large: it ${measured}, and the limit is ${shown(limit)} (setting ${UPLOAD_LIMIT_SETTING}).`,
  );
}
