import { DomainError } from '#libs/errors';
import { byteSize } from '../content/byte-size.js';

export const UPLOAD_LIMIT_SETTING = 'quire.library.maxUploadBytes';

/** The sentence for a file that is too large, with its size, the limit and the setting. */
export function tooLargeUpload(
  title: string,
  size: { bytes: number; isMinimum: boolean },
  limit: number,
): DomainError {
  const needsBytes = !size.isMinimum && byteSize(size.bytes) === byteSize(limit);
  const shown = (bytes: number) => (needsBytes ? `${bytes} bytes` : byteSize(bytes));
  const measured = size.isMinimum ? `more than ${shown(limit)}` : shown(size.bytes);
  return new DomainError(
    'too-large',
    `“${title}” is too large: it has ${measured}, and the limit is ${shown(limit)} (setting ${UPLOAD_LIMIT_SETTING}).`,
  );
}
