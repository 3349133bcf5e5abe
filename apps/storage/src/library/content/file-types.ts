/** A kind of document that the library keeps. */
export interface FileType {
  readonly extension: string;
  /** how a sentence names it */
  readonly noun: string;
  readonly mime: string;
}

const FILE_TYPES: readonly FileType[] = [
  {
    extension: 'docx',
    noun: 'a Word document',
    mime: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  },
  { extension: 'doc', noun: 'a Word 97–2003 document', mime: 'application/msword' },
  { extension: 'odt', noun: 'an OpenDocument text', mime: 'application/vnd.oasis.opendocument.text' },
  { extension: 'rtf', noun: 'a rich text (RTF) document', mime: 'application/rtf' },
  { extension: 'txt', noun: 'a plain text', mime: 'text/plain; charset=utf-8' },
];

export const acceptedExtensions: readonly string[] = FILE_TYPES.map(({ extension }) => extension);

export function fileTypeOf(extension: string): FileType | undefined {
  return FILE_TYPES.find((type) => type.extension === extension);
}
