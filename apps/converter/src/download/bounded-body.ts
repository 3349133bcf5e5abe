import type { Readable } from 'node:stream';
import { downloadTimedOut, inMegabytes, tooLarge } from './download-failures.js';

/** Reads a body that may be endless or silent. @throws DomainError 'too-large' | 'download-failed' */
export async function readBounded(
  body: Readable,
  limits: { readonly host: string; readonly maxBytes: number; readonly silenceMs: number },
): Promise<Buffer> {
  const silence = setTimeout(() => {
    body.destroy(downloadTimedOut(limits.host, `nothing came for ${limits.silenceMs / 1000} s`));
  }, limits.silenceMs);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      silence.refresh();
      size += chunk.length;
      if (size > limits.maxBytes)
        throw tooLarge(`more than ${inMegabytes(limits.maxBytes)} came`, limits.maxBytes);
      chunks.push(chunk);
    }
  } finally {
    clearTimeout(silence);
    body.destroy();
  }
  return Buffer.concat(chunks, size);
}
