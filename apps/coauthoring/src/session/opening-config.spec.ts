import { createTokens } from '#libs/auth';
import { describe, expect, it } from 'vitest';
import { testConfig } from '../../../../test/support/test-config.js';
import { readOpeningConfig } from './opening-config.js';

const strict = testConfig({ JWT_ENABLED: 'true' });
const open = testConfig({ JWT_ENABLED: 'false' });
const tokens = createTokens(strict);

interface Parts {
  document?: object;
  editorConfig?: object;
  documentType?: string | null;
}

const configOf = ({ document, editorConfig, documentType }: Parts = {}) => ({
  document: { key: 'key-1', url: 'http://files/a.docx', fileType: 'docx', title: 'A.docx', ...document },
  editorConfig: { callbackUrl: 'http://files/callback', user: { id: 'u1', name: 'Ann' }, ...editorConfig },
  ...(documentType === undefined ? {} : { documentType }),
});

const readOpen = (parts?: Parts) => readOpeningConfig(configOf(parts), createTokens(open), open);
const readSigned = async (signed: object, outside: object = signed) =>
  readOpeningConfig({ ...outside, token: await tokens.signOpening(signed, 60_000) }, tokens, strict);

describe('an editor configuration', () => {
  it('tells who opens what', async () => {
    expect(await readOpen()).toEqual({
      documentKey: 'key-1',
      url: 'http://files/a.docx',
      title: 'A.docx',
      fileType: 'docx',
      callbackUrl: 'http://files/callback',
      userId: 'u1',
      userName: 'Ann',
      wantsToEdit: true,
      readOnlyReason: undefined,
      isTrusted: false,
    });
  });

  it('means "not set" by null and by the empty string', async () => {
    const document = { title: null, fileType: '', permissions: null };
    const editorConfig = { mode: null, callbackUrl: '', user: { id: '', name: null } };
    expect(await readOpen({ document, editorConfig, documentType: null })).toMatchObject({
      title: 'Unnamed.docx',
      fileType: 'docx',
      callbackUrl: undefined,
      userId: 'anonymous',
      userName: 'Anonymous',
      wantsToEdit: true,
    });
  });

  it('takes the file type from the title, then from the document type', async () => {
    const untyped = { fileType: undefined };
    expect(await readOpen({ document: { ...untyped, title: 'Old.ODT' } })).toMatchObject({ fileType: 'odt' });
    expect(await readOpen({ document: { ...untyped, title: 'x' }, documentType: 'cell' })).toMatchObject({
      fileType: 'xlsx',
    });
  });

  it('accepts a number as user id and cuts what is too long', async () => {
    expect(await readOpen({ editorConfig: { user: { id: 78 } } })).toMatchObject({ userId: '78' });
    const long = await readOpen({ editorConfig: { user: { id: 'i'.repeat(500), name: 'n'.repeat(500) } } });
    expect([long.userId.length, long.userName.length]).toEqual([128, 255]);
  });

  it.each([
    [{ mode: 'view' }, {}, false, 'view-mode'],
    [{}, { edit: false }, false, 'no-permission'],
    [{}, { edit: false, comment: true }, true, undefined],
    [{}, { edit: false, review: true }, true, undefined],
    [{}, { edit: false, fillForms: true }, true, undefined],
    [{ mode: 'view' }, { edit: true }, false, 'view-mode'],
    [{ mode: 'edit' }, { edit: null }, true, undefined],
  ])(
    'with %j and permissions %j lets the user edit: %s',
    async (editorConfig, permissions, mayEdit, reason) => {
      expect(await readOpen({ editorConfig, document: { permissions } })).toMatchObject({
        wantsToEdit: mayEdit,
        readOnlyReason: reason,
      });
    },
  );

  it.each([
    [{ document: { key: 'a b' } }, 'bad-document-key'],
    [{ document: { key: 'x'.repeat(129) } }, 'bad-document-key'],
    [{ document: { key: 5 } }, 'bad-request'],
    [{ document: { fileType: '../../etc' } }, 'unsupported-format'],
    [{ document: { fileType: 'x'.repeat(17) } }, 'unsupported-format'],
    [{ editorConfig: { mode: ['edit'] } }, 'bad-request'],
    [{ document: { permissions: { edit: 'no' } } }, 'bad-request'],
  ])('is refused: %j is a %s', async (parts, code) => {
    await expect(readOpen(parts)).rejects.toMatchObject({ code });
  });

  it.each([[null], [undefined], ['text'], [[]], [{}], [{ document: null }]])(
    'is refused: %j',
    async (raw) => {
      await expect(readOpeningConfig(raw, tokens, open)).rejects.toMatchObject({ code: 'bad-request' });
    },
  );
});

describe('a signed editor configuration', () => {
  it('is trusted, and wins over what stands outside', async () => {
    const outside = configOf({
      document: { key: 'another', url: 'http://evil/a.docx', title: 'Other.docx' },
      editorConfig: { callbackUrl: 'http://evil/callback', user: { id: 'admin' } },
    });
    expect(await readSigned(configOf(), outside)).toMatchObject({
      documentKey: 'key-1',
      url: 'http://files/a.docx',
      title: 'A.docx',
      callbackUrl: 'http://files/callback',
      userId: 'u1',
      isTrusted: true,
    });
  });

  it('may be opened for viewing only by who wishes less than the token allows, not for more', async () => {
    const editing = configOf({ editorConfig: { mode: 'edit' } });
    const viewing = configOf({ editorConfig: { mode: 'view' } });
    expect(await readSigned(editing, viewing)).toMatchObject({
      wantsToEdit: false,
      readOnlyReason: 'view-mode',
    });
    expect(await readSigned(viewing, editing)).toMatchObject({ wantsToEdit: false });
  });

  it('is needed when tokens are on, and checked when they are off', async () => {
    await expect(readOpeningConfig(configOf(), tokens, strict)).rejects.toMatchObject({
      code: 'invalid-token',
    });
    const forged = { ...configOf(), token: 'a.b.c' };
    await expect(readOpeningConfig(forged, createTokens(open), open)).rejects.toMatchObject({
      code: 'invalid-token',
    });
  });

  it.each([
    [{ payload: configOf() }],
    [{ key: 'key-1', url: 'http://files/a.docx', ...configOf() }],
    [{ url: 'http://files/a.docx', ...configOf() }],
  ])('is not a token that was made for another purpose', async (claims) => {
    await expect(readSigned(claims, configOf())).rejects.toMatchObject({ code: 'invalid-token' });
  });

  it('must contain the url of the document', async () => {
    const signed = configOf({ document: { url: '' } });
    await expect(readSigned(signed, configOf())).rejects.toMatchObject({ code: 'invalid-token' });
  });

  it.each([
    ['permissions', { document: { permissions: { edit: false } } }],
    ['mode', { editorConfig: { mode: 'view' } }],
  ])('must contain the %s that stand outside', async (_name, parts) => {
    await expect(readSigned(configOf(), configOf(parts))).rejects.toMatchObject({ code: 'invalid-token' });
  });

  it('must contain the callback address that stands outside', async () => {
    const signed = configOf({ editorConfig: { callbackUrl: undefined } });
    await expect(readSigned(signed, configOf())).rejects.toMatchObject({ code: 'invalid-token' });
  });

  it('must have the same permissions as the configuration', async () => {
    const withPermissions = (permissions: object) => configOf({ document: { permissions } });
    const signed = withPermissions({ edit: false, comment: true });
    await expect(readSigned(signed, withPermissions({ edit: true }))).rejects.toMatchObject({
      code: 'not-allowed',
    });
    expect(await readSigned(signed, withPermissions({ comment: true, edit: false }))).toMatchObject({
      wantsToEdit: true,
    });
  });
});
