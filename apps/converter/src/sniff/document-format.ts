/** What a file is by its content. */
export type SniffedFormat =
  | 'docx'
  | 'docm'
  | 'dotx'
  | 'dotm'
  | 'xlsx'
  | 'xlsm'
  | 'xltx'
  | 'xlsb'
  | 'pptx'
  | 'pptm'
  | 'ppsx'
  | 'potx'
  | 'odt'
  | 'ott'
  | 'ods'
  | 'odp'
  | 'epub'
  | 'doc'
  | 'xls'
  | 'ppt'
  | 'rtf'
  | 'html'
  | 'xml'
  | 'text'
  | 'pdf';

export type DocumentType = 'word' | 'cell' | 'slide' | 'pdf';

interface FormatFacts {
  readonly type: DocumentType | undefined;
  readonly name: string;
}

/** How a format is called in a sentence. */
export const formatFacts: Record<SniffedFormat, FormatFacts> = {
  docx: { type: 'word', name: 'a Word document' },
  docm: { type: 'word', name: 'a Word document with macros' },
  dotx: { type: 'word', name: 'a Word template' },
  dotm: { type: 'word', name: 'a Word template with macros' },
  xlsx: { type: 'cell', name: 'an Excel workbook' },
  xlsm: { type: 'cell', name: 'an Excel workbook with macros' },
  xltx: { type: 'cell', name: 'an Excel template' },
  xlsb: { type: 'cell', name: 'a binary Excel workbook' },
  pptx: { type: 'slide', name: 'a PowerPoint presentation' },
  pptm: { type: 'slide', name: 'a PowerPoint presentation with macros' },
  ppsx: { type: 'slide', name: 'a PowerPoint show' },
  potx: { type: 'slide', name: 'a PowerPoint template' },
  odt: { type: 'word', name: 'an OpenDocument text' },
  ott: { type: 'word', name: 'an OpenDocument text template' },
  ods: { type: 'cell', name: 'an OpenDocument spreadsheet' },
  odp: { type: 'slide', name: 'an OpenDocument presentation' },
  epub: { type: 'word', name: 'an electronic book (EPUB)' },
  doc: { type: 'word', name: 'a Word 97-2003 document' },
  xls: { type: 'cell', name: 'an Excel 97-2003 workbook' },
  ppt: { type: 'slide', name: 'a PowerPoint 97-2003 presentation' },
  rtf: { type: 'word', name: 'a rich text document (RTF)' },
  html: { type: 'word', name: 'a web page (HTML)' },
  xml: { type: undefined, name: 'an XML file' },
  text: { type: 'word', name: 'plain text' },
  pdf: { type: 'pdf', name: 'a PDF document' },
};

const WORD_OOXML: readonly SniffedFormat[] = ['docx', 'docm', 'dotx', 'dotm'];
const SHEET_OOXML: readonly SniffedFormat[] = ['xlsx', 'xlsm', 'xltx'];
const SLIDE_OOXML: readonly SniffedFormat[] = ['pptx', 'pptm', 'ppsx', 'potx'];
/** Programs have always put other formats into files named .doc, and Word has always opened them. */
const DOC_CONTENTS: readonly SniffedFormat[] = ['doc', 'rtf', 'html', 'xml', ...WORD_OOXML];

/** Contents that may carry a file name extension; an extension that is not listed is not supported. */
export const contentsOfExtension: ReadonlyMap<string, readonly SniffedFormat[]> = new Map([
  ...WORD_OOXML.map((extension) => [extension, WORD_OOXML] as const),
  ...SHEET_OOXML.map((extension) => [extension, SHEET_OOXML] as const),
  ['xlsb', ['xlsb', ...SHEET_OOXML]],
  ...SLIDE_OOXML.map((extension) => [extension, SLIDE_OOXML] as const),
  ['doc', DOC_CONTENTS],
  ['dot', DOC_CONTENTS],
  ['odt', ['odt', 'ott']],
  ['ott', ['odt', 'ott']],
  ['fodt', ['xml']],
  ['ods', ['ods']],
  ['odp', ['odp']],
  ['xls', ['xls', 'html', 'text', 'xml', ...SHEET_OOXML]],
  ['ppt', ['ppt', ...SLIDE_OOXML]],
  ['rtf', ['rtf']],
  ['html', ['html', 'xml', 'text']],
  ['htm', ['html', 'xml', 'text']],
  ['txt', ['text', 'html', 'xml', 'rtf']],
  ['csv', ['text']],
  ['pdf', ['pdf']],
]);

const CELL_EXTENSIONS = ['ods', 'xls', 'xlsb', 'csv', ...SHEET_OOXML];
const SLIDE_EXTENSIONS = ['odp', 'ppt', ...SLIDE_OOXML];

/** Which editor a file belongs to, by its extension. */
export function documentTypeOf(extension: string): DocumentType {
  if (CELL_EXTENSIONS.includes(extension)) return 'cell';
  if (SLIDE_EXTENSIONS.includes(extension)) return 'slide';
  return extension === 'pdf' ? 'pdf' : 'word';
}

/** Formats that the word engine edits as they are. */
export function isWordOoxml(format: string): boolean {
  return WORD_OOXML.some((known) => known === format);
}
