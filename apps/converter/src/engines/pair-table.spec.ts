import { describe, expect, it } from 'vitest';
import { contentsOfExtension, documentTypeOf } from '../sniff/document-format.js';
import { engineFor, exportTarget } from './pair-table.js';

describe('the table of conversions', () => {
  it('leaves the formats of Word as they are', () => {
    for (const format of ['docx', 'docm', 'dotx', 'dotm'] as const)
      expect(engineFor(format, 'master')).toBe('native');
  });

  it('sends other text documents to LibreOffice', () => {
    for (const format of ['doc', 'odt', 'ott', 'rtf', 'html', 'text', 'xml'] as const) {
      expect(engineFor(format, 'master')).toBe('one-shot');
    }
  });

  it('turns no spreadsheet, presentation or PDF into a text document', () => {
    for (const format of ['xlsx', 'xls', 'ods', 'pptx', 'ppt', 'odp', 'pdf', 'epub'] as const) {
      expect(engineFor(format, 'master')).toBeUndefined();
      expect(engineFor(format, 'odt')).toBeUndefined();
      expect(engineFor(format, 'png')).toBeUndefined();
    }
  });

  it('knows a way back to every text format that can be opened', () => {
    const opened = [...contentsOfExtension.keys()].filter(
      (extension) => documentTypeOf(extension) === 'word',
    );
    for (const extension of opened) {
      if (engineFor('docx', 'master') === 'native' && ['docx', 'docm', 'dotx', 'dotm'].includes(extension))
        continue;
      const target = exportTarget(extension);
      expect(target, extension).toBeDefined();
      if (target) expect(engineFor('docx', target), extension).toBe('one-shot');
    }
  });

  it('knows no way to formats without an export filter', () => {
    for (const extension of ['hwp', 'epub', 'xlsb', 'wps', 'docx', ''])
      expect(exportTarget(extension)).toBeUndefined();
  });
});
