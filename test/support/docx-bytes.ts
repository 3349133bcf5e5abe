import { strFromU8, unzipSync } from 'fflate';

/** Every entry of a zip as it lies in the file: compressed bytes by name, in order. */
export function rawEntries(zip: Uint8Array): Map<string, string> {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const entries = new Map<string, string>();
  for (let at = endOfCentralDirectory(view).start; view.getUint32(at, true) === 0x02014b50;) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) =>
      view.getUint16(at + offset, true),
    );
    const name = strFromU8(zip.subarray(at + 46, at + 46 + (nameLength ?? 0)));
    const size = view.getUint32(at + 20, true);
    const local = view.getUint32(at + 42, true);
    const data = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    entries.set(name, Buffer.from(zip.subarray(data, data + size)).toString('base64'));
    at += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0);
  }
  return entries;
}

function endOfCentralDirectory(view: DataView): { start: number } {
  for (let at = view.byteLength - 22; at >= 0; at--) {
    if (view.getUint32(at, true) === 0x06054b50) return { start: view.getUint32(at + 16, true) };
  }
  throw new Error('this is no zip file');
}

export function documentXml(docx: Uint8Array): string {
  return strFromU8(unzipSync(docx)['word/document.xml'] ?? new Uint8Array());
}

/** The XML split at paragraphs, so that untouched ones can be compared byte by byte. */
export function xmlByParagraph(xml: string): string[] {
  return xml.split(/(?<=<\/w:p>)|(?=<w:p[ >])/);
}
