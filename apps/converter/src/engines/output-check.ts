import { DomainError, isDomainError } from '#libs/errors';
import { sniffDocument } from '../sniff/format-sniffer.js';
import type { TargetFormat } from './conversion-engine.js';

const PNG_SIGNATURE = '89504e470d0a1a0a';

/** An engine's word is not enough: the output must be what was asked for. @throws DomainError 'conversion-failed' */
export async function checkOutput(output: Buffer, to: TargetFormat): Promise<void> {
  if (to === 'png') {
    if (output.toString('hex', 0, 8) !== PNG_SIGNATURE) throw notAsked('no picture');
    return;
  }
  // An empty document is an empty text file.
  if (to === 'txt' && output.length <= 3) return;
  try {
    await sniffDocument(output, to === 'master' ? 'docx' : to);
  } catch (error) {
    if (isDomainError(error)) throw notAsked(error.message, error);
    throw error;
  }
}

function notAsked(what: string, cause?: Error): DomainError {
  return new DomainError('conversion-failed', `The converted file is not usable: ${what}`, { cause });
}
