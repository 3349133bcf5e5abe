import type { UploadLimits } from '../api/types.js';
import { byteSize } from '../byte-size.js';
import { listOf, messages } from '../messages.js';

/** Why a file need not be sent at all; the server would refuse it with the same words after minutes of sending. */
export function problemWith(
  file: { readonly name: string; readonly size: number },
  limits: UploadLimits,
): string | undefined {
  const extension = file.name.includes('.') ? (file.name.split('.').at(-1) ?? '').toLowerCase() : '';
  if (!limits.extensions.includes(extension)) {
    return messages.notSupported(file.name, listOf(limits.extensions));
  }
  if (file.size > limits.maxUploadBytes) {
    return messages.tooLarge(file.name, byteSize(file.size), byteSize(limits.maxUploadBytes));
  }
  return file.size === 0 ? messages.emptyFile(file.name) : undefined;
}
