/** contract/editor-api.md, section 9: which editor opens which extension. The first extension is the type's default. */
const EXTENSIONS = {
  word:
    'docx docm dotx dotm odt ott rtf epub fb2 html txt doc dot fodt hml htm hwp hwpx md mht mhtml pages stw sxw wps ' +
    'wpt xml gdoc',
  cell: 'xlsx xlsm xlsb xltx xltm ods ots csv tsv et ett fods numbers sxc xls xlt gsheet',
  slide: 'pptx pptm ppsx ppsm potx potm odp otp dps dpt fodp key odg pot pps ppt sxi gslides',
  pdf: 'pdf djvu oxps xps docxf oform',
  diagram: 'vsdx vsdm vssx vssm vstx vstm',
} as const;

export type DocumentType = keyof typeof EXTENSIONS;

/** Older spellings that integrations still send. */
const FORMER_NAMES: Record<string, DocumentType> = {
  text: 'word',
  spreadsheet: 'cell',
  presentation: 'slide',
  'text-pdf': 'pdf',
};

const typeOfExtension = new Map<string, DocumentType>();
for (const type of Object.keys(EXTENSIONS).filter(isDocumentType)) {
  for (const extension of EXTENSIONS[type].split(' ')) typeOfExtension.set(extension, type);
}

export function isDocumentType(name: string): name is DocumentType {
  return Object.hasOwn(EXTENSIONS, name);
}

export function currentNameOf(formerName: string): DocumentType | null {
  return Object.hasOwn(FORMER_NAMES, formerName) ? (FORMER_NAMES[formerName] ?? null) : null;
}

export function documentTypeOf(fileType: string): DocumentType | null {
  return typeOfExtension.get(fileType) ?? null;
}

export function defaultFileTypeOf(documentType: DocumentType): string {
  return EXTENSIONS[documentType].split(' ', 1)[0] ?? '';
}
