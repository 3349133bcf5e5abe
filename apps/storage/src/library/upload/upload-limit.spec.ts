import { describe, expect, it } from 'vitest';
import { tooLargeUpload } from './upload-limit.js';

const MB = 1024 * 1024;

describe('the sentence about a file that is too large', () => {
  it('names file, size, limit and setting', () => {
    expect(tooLargeUpload('big.docx', { bytes: 200 * MB, isMinimum: false }, 100 * MB).message).toBe(
      '“big.docx” is too large: it has 200 MB, and the limit is 100 MB (setting quire.library.maxUploadBytes).',
    );
  });

  it('says bytes when rounded numbers would be equal', () => {
    expect(tooLargeUpload('a.docx', { bytes: 100 * MB + 1, isMinimum: false }, 100 * MB).message).toContain(
      '104857601 bytes, and the limit is 104857600 bytes',
    );
  });

  it('says "more than" when the size was not announced', () => {
    expect(tooLargeUpload('a.docx', { bytes: 100 * MB + 1, isMinimum: true }, 100 * MB).message).toContain(
      'it has more than 100 MB',
    );
  });
});
