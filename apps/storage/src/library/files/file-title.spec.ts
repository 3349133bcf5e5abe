import { describe, expect, it } from 'vitest';
import { MAX_TITLE_LENGTH, numberedTitle, renamedTitle, titleOfUpload, withExtension } from './file-title.js';

describe('the title of an upload', () => {
  it.each([
    ['Report.docx', 'Report.docx'],
    ['../../etc/passwd.txt', '.._.._etc_passwd.txt'],
    ['C:\\My files\\a.DOCX', 'C:_My files_a.docx'],
    ['.docx', 'Untitled.docx'],
    ['line\nbreak\u202e.docx', 'linebreak.docx'],
  ])('is made of %j', (fileName, title) => {
    expect(titleOfUpload(fileName)).toBe(title);
  });

  it('is cut when it is too long, but keeps its extension', () => {
    const title = titleOfUpload(`${'x'.repeat(500)}.docx`);
    expect(title).toHaveLength(MAX_TITLE_LENGTH);
    expect(title.endsWith('x.docx')).toBe(true);
  });
});

describe('renaming', () => {
  it('keeps the extension, typed or not', () => {
    expect(renamedTitle('a.docx', ' b ')).toBe('b.docx');
    expect(renamedTitle('a.docx', 'b.DOCX')).toBe('b.docx');
    expect(renamedTitle('a.docx', 'b.txt')).toBe('b.txt.docx');
  });

  it.each([
    ['', 'needs a name'],
    ['   ', 'needs a name'],
    ['.docx', 'needs a name'],
    ['a/b', 'cannot contain'],
    ['a\\b', 'cannot contain'],
    ['a\u0007b', 'control characters'],
    ['x'.repeat(124), '129 characters'],
  ])('refuses %j with a sentence', (wanted, sentence) => {
    expect(() => renamedTitle('a.docx', wanted)).toThrow(sentence);
  });
});

describe('a title that is taken', () => {
  it('gets the first free number', () => {
    expect(numberedTitle('New.docx', [])).toBe('New.docx');
    expect(numberedTitle('New.docx', ['new.docx'])).toBe('New 2.docx');
    expect(numberedTitle('New.docx', ['New.docx', 'New 2.docx'])).toBe('New 3.docx');
  });
});

describe('a file type that changes', () => {
  it('changes the extension of the title', () => {
    expect(withExtension('letter.odt', 'docx')).toBe('letter.docx');
    expect(withExtension('letter.docx', 'docx')).toBe('letter.docx');
  });
});
