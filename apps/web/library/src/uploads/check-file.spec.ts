import { describe, expect, it } from 'vitest';
import { problemWith } from './check-file.js';

const limits = { maxUploadBytes: 100 * 1024 * 1024, extensions: ['docx', 'txt'] };

describe('a file before it is sent', () => {
  it('is sent when name and size are fine', () => {
    expect(problemWith({ name: 'Report.DOCX', size: 5 }, limits)).toBeUndefined();
  });

  it.each([
    [{ name: 'a.xlsx', size: 5 }, 'not supported yet. Use .docx or .txt.'],
    [{ name: 'docx', size: 5 }, 'not supported yet'],
    [{ name: 'a.docx', size: 200 * 1024 * 1024 }, 'it has 200 MB, and the limit is 100 MB'],
    [{ name: 'a.txt', size: 0 }, 'is empty'],
  ])('is refused when it cannot work (%#)', (file, sentence) => {
    expect(problemWith(file, limits)).toContain(sentence);
  });
});
