import { describe, expect, it } from 'vitest';
import type { LibraryFile } from '../api/types.js';
import { matching } from './search.js';

function file(title: string, author = ''): LibraryFile {
  return {
    id: title,
    title,
    fileType: 'docx',
    version: 1,
    size: 1,
    changedAt: '2030-01-01T00:00:00Z',
    authors: author === '' ? [] : [{ id: author, name: author }],
    editors: [],
    thumbnail: null,
    saveFailure: null,
  };
}

const files = [file('Grüße an Ann.docx'), file('Budget 2030.docx', 'Ann'), file('Minutes.docx', 'Ben')];
const titles = (words: string) => matching(files, words).map(({ title }) => title);

describe('searching', () => {
  it('finds titles and people without case and accents', () => {
    expect(titles('GRUSSE')).toEqual([]);
    expect(titles('gruße')).toEqual(['Grüße an Ann.docx']);
    expect(titles('ann')).toEqual(['Grüße an Ann.docx', 'Budget 2030.docx']);
  });

  it('wants every word', () => {
    expect(titles('ann 2030')).toEqual(['Budget 2030.docx']);
  });

  it('shows everything for no words', () => {
    expect(titles('  ')).toHaveLength(3);
  });
});
