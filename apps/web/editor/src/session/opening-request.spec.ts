import { describe, expect, it } from 'vitest';
import { helloConfig, wantsToEdit, type OpeningRequest } from './opening-request.js';

function request(
  init: Partial<OpeningRequest['init']> = {},
  document: OpeningRequest['document'] = {},
): OpeningRequest {
  return {
    init: {
      config: {},
      type: 'desktop',
      documentType: 'word',
      token: null,
      declaredEvents: [],
      apiVersion: '9.0.0',
      ...init,
    },
    document: { key: 'k1', ...document },
  };
}

describe('who wants to edit', () => {
  it('is everybody who is not told otherwise', () => {
    expect(wantsToEdit(request())).toBe(true);
    expect(wantsToEdit(request({}, { permissions: null }))).toBe(true);
  });

  it('is nobody in view mode or in an embedded viewer', () => {
    expect(wantsToEdit(request({ config: { mode: 'view' } }))).toBe(false);
    expect(wantsToEdit(request({ type: 'embedded' }))).toBe(false);
  });

  it('is also a person who may only comment or review', () => {
    expect(wantsToEdit(request({}, { permissions: { edit: false } }))).toBe(false);
    expect(wantsToEdit(request({}, { permissions: { edit: false, comment: true } }))).toBe(true);
  });
});

it('sends the configuration to the server as the integrator signed it, the token once', () => {
  const config = helloConfig(
    request({ token: 'jwt', config: { lang: 'de' } }, { token: 'jwt', title: 'A.docx' }),
  );
  expect(config).toEqual({
    type: 'desktop',
    documentType: 'word',
    document: { key: 'k1', title: 'A.docx' },
    editorConfig: { lang: 'de' },
    token: 'jwt',
  });
});
