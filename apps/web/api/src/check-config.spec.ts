import { describe, expect, it } from 'vitest';
import type { EditorConfig } from '../../frame-protocol/editor-config.js';
import { checkConfig, randomKey } from './check-config.js';

function configOf(document: Record<string, unknown>, rest: Partial<EditorConfig> = {}): EditorConfig {
  return { document: { key: 'key-1', url: 'https://files.example/a.docx', ...document }, ...rest };
}

describe('parameters of the constructor', () => {
  it('are not checked when the configuration has no document', () => {
    expect(checkConfig({})).toEqual({ problem: null, warnings: [] });
    expect(checkConfig({ document: null })).toEqual({ problem: null, warnings: [] });
  });

  it('need a url', () => {
    expect(checkConfig(configOf({ url: '', fileType: 'docx' })).problem).toMatch(/required parameters/);
  });

  it('need a file type or a document type', () => {
    expect(checkConfig(configOf({})).problem).toMatch(/required parameters/);
    expect(checkConfig(configOf({ fileType: null }, { documentType: '' })).problem).toMatch(
      /required parameters/,
    );
  });

  it('refuse an unknown document type', () => {
    expect(checkConfig(configOf({ fileType: 'docx' }, { documentType: 'letter' })).problem).toMatch(
      /"letter"/,
    );
  });

  it.each([
    ['text', 'word'],
    ['spreadsheet', 'cell'],
    ['presentation', 'slide'],
    ['text-pdf', 'pdf'],
  ])('take the former document type %s as %s and warn', (former, current) => {
    const config = configOf({ fileType: 'docx' }, { documentType: former });
    const { problem, warnings } = checkConfig(config);
    expect(problem).toBeNull();
    expect(warnings).toHaveLength(1);
    expect(config.documentType).toBe(current);
  });

  it('lower the case of the file type and refuse an unknown one', () => {
    const config = configOf({ fileType: 'DOCX' });
    expect(checkConfig(config).problem).toBeNull();
    expect(config.document?.fileType).toBe('docx');
    expect(checkConfig(configOf({ fileType: 'exe' })).problem).toMatch(/"exe"/);
    expect(checkConfig(configOf({ fileType: 'constructor' })).problem).toMatch(/"constructor"/);
  });

  it.each([
    ['word', 'docx'],
    ['cell', 'xlsx'],
    ['slide', 'pptx'],
    ['pdf', 'pdf'],
    ['diagram', 'vsdx'],
  ])('derive the file type of %s as %s', (documentType, fileType) => {
    const config = configOf({}, { documentType });
    expect(checkConfig(config).problem).toBeNull();
    expect(config.document?.fileType).toBe(fileType);
  });

  it.each([
    ['odt', 'word'],
    ['csv', 'cell'],
    ['ppt', 'slide'],
    ['djvu', 'pdf'],
  ])('derive the document type of %s as %s', (fileType, documentType) => {
    const config = configOf({ fileType });
    checkConfig(config);
    expect(config.documentType).toBe(documentType);
  });

  it('give a document without title a name and one without key a key', () => {
    const config = configOf({ fileType: 'docx', title: '', key: '' });
    expect(checkConfig(config, () => 'made-up').problem).toBeNull();
    expect(config.document).toMatchObject({ title: 'Unnamed.docx', key: 'made-up' });
  });

  it('refuse a key that is not a string', () => {
    expect(checkConfig(configOf({ fileType: 'docx', key: 42 })).problem).toMatch(/document\.key/);
  });

  it('make a number of the user into a string and warn', () => {
    const config = configOf({ fileType: 'docx' }, { editorConfig: { user: { id: 7 } } });
    expect(checkConfig(config).warnings).toHaveLength(1);
    expect(config.editorConfig?.user?.id).toBe('7');
  });
});

it('makes keys of 20 hexadecimal digits that differ', () => {
  expect(randomKey()).toMatch(/^[0-9a-f]{20}$/);
  expect(randomKey()).not.toBe(randomKey());
});
