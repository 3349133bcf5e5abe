import { DomainError } from '#libs/errors';
import { isAxiosError } from 'axios';
import { isRefusalOfAddress } from '#libs/outgoing';

const REASONS: Record<string, string> = {
  ENOTFOUND: 'there is no host of that name',
  EAI_AGAIN: 'its name could not be looked up',
  ECONNREFUSED: 'it refuses connections',
  ECONNRESET: 'it broke the connection off',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no route to it',
  EPIPE: 'it broke the connection off',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is self-signed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate cannot be verified',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate belongs to another host',
  ERR_FR_TOO_MANY_REDIRECTS: 'it redirects in a circle',
};

export function wrongStatus(host: string, status: number, statusText: string): DomainError {
  return new DomainError(
    'download-failed',
    `The document could not be fetched from ${host}: it answered ${`${status} ${statusText}`.trim()}.`,
  );
}

export function tooLarge(measured: string, allowed: number): DomainError {
  return new DomainError(
    'too-large',
    `The document is too large: ${measured}, and at most ${inMegabytes(allowed)} are allowed. ` +
      'An administrator can raise FileConverter.converter.maxDownloadBytes.',
  );
}

export function inMegabytes(bytes: number): string {
  return bytes < 1024 ** 2 ? `${bytes} bytes` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}

export function downloadTimedOut(host: string, what: string, cause?: unknown): DomainError {
  return new DomainError('download-failed', `The document could not be fetched from ${host}: ${what}.`, {
    cause,
  });
}

/** Anything that went wrong on the way, as a sentence that names the host. */
export function asDownloadFailure(error: unknown, host: string): DomainError {
  if (error instanceof DomainError) return error;
  const inner = isAxiosError(error) && error.cause ? error.cause : error;
  if (isRefusalOfAddress(error) || isRefusalOfAddress(inner)) {
    return new DomainError(
      'address-blocked',
      `The document was not fetched from ${host}, because that address is in a private network. ` +
        'If it is meant to be reached, an administrator can set ALLOW_PRIVATE_IP_ADDRESS=true.',
      { cause: error },
    );
  }
  const code = codeOf(error) ?? codeOf(inner) ?? '';
  return new DomainError(
    'download-failed',
    `The document could not be fetched from ${host}: ${REASONS[code] ?? `the connection failed (${code || 'unknown reason'})`}.`,
    { cause: error },
  );
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && code !== '' ? code : undefined;
}
