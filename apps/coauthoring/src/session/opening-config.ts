import type { Config } from '#libs/config';
import { DomainError } from '#libs/errors';
import { isDocumentKey } from '#libs/protocol';
import type { Tokens } from '#libs/auth';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';

/** `null` and the empty string mean "not set" anywhere in the configuration (contract/editor-api.md section 2). */
const text = z.preprocess(
  (value) => (value === null || value === '' ? undefined : value),
  z.string().optional(),
);
const flag = z.preprocess((value) => value ?? undefined, z.boolean().optional());
const optionalObject = <S extends z.ZodType>(schema: S) => z.preprocess((value) => value ?? {}, schema);

const openingConfig = z.looseObject({
  document: z.looseObject({
    key: z.string(),
    url: text,
    title: text,
    fileType: text,
    permissions: optionalObject(z.looseObject({ edit: flag, review: flag, comment: flag, fillForms: flag })),
  }),
  documentType: text,
  editorConfig: optionalObject(
    z.looseObject({
      mode: text,
      callbackUrl: text,
      user: optionalObject(
        z.looseObject({
          id: z.preprocess(
            (value) => (value === null || value === '' ? undefined : value),
            z.coerce.string().optional(),
          ),
          name: text,
        }),
      ),
    }),
  ),
  token: text,
});

const FILE_TYPE = /^[0-9a-z]{1,16}$/;

/** Who opens what, and what he may do, after the token was checked. */
export interface OpeningRequest {
  readonly documentKey: string;
  readonly url: string;
  readonly title: string;
  readonly fileType: string;
  readonly callbackUrl: string | undefined;
  readonly userId: string;
  readonly userName: string;
  readonly wantsToEdit: boolean;
  readonly readOnlyReason: 'view-mode' | 'no-permission' | undefined;
  /** the URLs came inside a valid token */
  readonly isTrusted: boolean;
}

/**
 * Reads an editor configuration. With browser tokens on, the values inside the token win
 * (contract/editor-api.md section 12).
 *
 * @throws DomainError 'invalid-token', 'token-expired', 'not-allowed', 'bad-document-key', 'bad-request'
 */
export async function readOpeningConfig(
  raw: unknown,
  tokens: Tokens,
  config: Config,
): Promise<OpeningRequest> {
  const outside = parse(raw);
  if (!outside.token && !tokens.isBrowserTokenRequired) return toRequest(outside, outside, false);
  if (!outside.token) {
    throw new DomainError(
      'invalid-token',
      'The document has no security token. The integration must sign the editor configuration, or tokens must be switched off on the document server.',
    );
  }
  const claims = await tokens.verifyOpening(outside.token);
  if ('payload' in claims || 'key' in claims || 'url' in claims) {
    throw new DomainError('invalid-token', 'This security token was made for another purpose.');
  }
  const inside = parse(claims);
  if (config.services.CoAuthoring.server.tokenRequiredParams && !inside.document.url) {
    throw new DomainError('invalid-token', 'The security token does not contain document.url.');
  }
  if (config.services.CoAuthoring.server.tokenRequiredParams) checkCoverage(outside, inside);
  return toRequest(inside, outside, true);
}

type Parsed = z.infer<typeof openingConfig>;

/** What limits or redirects the user must not be left out of the token (contract/editor-api.md section 12). */
function checkCoverage(outside: Parsed, inside: Parsed): void {
  const parts: [name: string, isGiven: boolean, isSigned: boolean][] = [
    ['document.permissions', hasAny(outside.document.permissions), hasAny(inside.document.permissions)],
    [
      'editorConfig.callbackUrl',
      outside.editorConfig.callbackUrl !== undefined,
      inside.editorConfig.callbackUrl !== undefined,
    ],
    ['editorConfig.mode', outside.editorConfig.mode !== undefined, inside.editorConfig.mode !== undefined],
  ];
  for (const [name, isGiven, isSigned] of parts) {
    if (isGiven && !isSigned) {
      throw new DomainError('invalid-token', `The security token does not contain ${name}.`);
    }
  }
  const given = outside.document.permissions;
  if (hasAny(given) && !isDeepStrictEqual(given, inside.document.permissions)) {
    throw new DomainError('not-allowed', 'document.permissions differ from those in the security token.');
  }
}

function hasAny(permissions: object): boolean {
  return Object.keys(permissions).length > 0;
}

function parse(raw: unknown): Parsed {
  const result = openingConfig.safeParse(raw);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = issue?.path.join('.') || 'configuration';
  throw new DomainError(
    'bad-request',
    `The editor configuration is not usable: ${where}: ${issue?.message ?? ''}`,
  );
}

function toRequest(trusted: Parsed, outside: Parsed, isTrusted: boolean): OpeningRequest {
  const { document, editorConfig } = trusted;
  if (!isDocumentKey(document.key)) {
    throw new DomainError(
      'bad-document-key',
      'The document key is not allowed: only 0-9 a-z A-Z - . _ = and at most 128 characters.',
    );
  }
  const isViewMode = editorConfig.mode === 'view' || outside.editorConfig.mode === 'view';
  const { edit, review, comment, fillForms } = document.permissions;
  const mayEdit = edit !== false || review === true || comment === true || fillForms === true;
  const fileType = (
    document.fileType ??
    extensionOf(document.title) ??
    defaultExtension(trusted.documentType)
  ).toLowerCase();
  if (!FILE_TYPE.test(fileType)) {
    throw new DomainError('unsupported-format', 'document.fileType is not a file extension.');
  }
  const userId = editorConfig.user.id ?? 'anonymous';
  return {
    documentKey: document.key,
    url: document.url ?? '',
    title: document.title ?? `Unnamed.${fileType}`,
    fileType,
    callbackUrl: editorConfig.callbackUrl,
    userId: userId.slice(0, 128),
    userName: (editorConfig.user.name ?? 'Anonymous').slice(0, 255),
    wantsToEdit: !isViewMode && mayEdit,
    readOnlyReason: isViewMode ? 'view-mode' : mayEdit ? undefined : 'no-permission',
    isTrusted,
  };
}

function extensionOf(title: string | undefined): string | undefined {
  return /\.([0-9a-z]{1,10})$/i.exec(title ?? '')?.[1];
}

function defaultExtension(documentType: string | undefined): string {
  return (
    { cell: 'xlsx', spreadsheet: 'xlsx', slide: 'pptx', presentation: 'pptx', pdf: 'pdf' }[
      documentType ?? ''
    ] ?? 'docx'
  );
}
