/** The document did not arrive whole. */
export class DownloadFailed extends Error {
  override readonly name = 'DownloadFailed';
}

/** Downloads the editing master and checks that it is the one the server means. */
export async function downloadMaster(
  address: URL,
  digest: string,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const response = await fetch(address, { signal });
  if (!response.ok) throw new DownloadFailed(`The server answered ${response.status}.`);
  const bytes = await readWhole(response, onProgress);
  const actual = await sha256(bytes);
  if (actual !== null && actual !== digest) throw new DownloadFailed('The document arrived damaged.');
  return bytes;
}

async function readWhole(response: Response, onProgress: (fraction: number) => void): Promise<Uint8Array> {
  const expected = Number(response.headers.get('content-length') ?? 0);
  if (!response.body || !expected) return new Uint8Array(await response.arrayBuffer());
  const reader = response.body.getReader();
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    pieces.push(value);
    length += value.length;
    onProgress(Math.min(1, length / expected));
  }
  return joined(pieces, length);
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Null where the browser offers no digest (plain http on a public name); the base document's digest is checked later. */
async function sha256(bytes: Uint8Array): Promise<string | null> {
  if (!globalThis.isSecureContext) return null;
  const hash = await crypto.subtle.digest('SHA-256', new Uint8Array(bytes));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
