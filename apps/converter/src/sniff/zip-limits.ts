import { DomainError } from '#libs/errors';
import { inflateRaw } from 'node:zlib';
import { promisify } from 'node:util';
import type { ZipEntry } from './zip-directory.js';

const MEGABYTE = 1024 ** 2;

/** FileConverter.converter.inputLimits of the contract (configuration.md section 5): unpacked XML by kind. */
const XML_LIMIT = { word: 50 * MEGABYTE, cell: 300 * MEGABYTE, slide: 50 * MEGABYTE } as const;
/** All parts together: pictures and embedded files are packed already, so a real document hardly grows. */
const TOTAL_LIMIT = 600 * MEGABYTE;
/** Repetitive tables reach some 100:1; deflate itself ends at about 1000:1. */
const SUSPICIOUS_RATIO = 400;
const SUSPICIOUS_SIZE = 20 * MEGABYTE;

const STORED = 0;
const DEFLATED = 8;
const inflate = promisify(inflateRaw);

/** Judges what the directory declares. @throws DomainError 'too-large' | 'corrupt-document' */
export function checkDeclaredSizes(entries: readonly ZipEntry[], type: keyof typeof XML_LIMIT): void {
  let xml = 0;
  let total = 0;
  for (const entry of entries) {
    total += entry.size;
    if (isXml(entry.name)) xml += entry.size;
    if (entry.size > SUSPICIOUS_SIZE && entry.size > entry.packedSize * SUSPICIOUS_RATIO) {
      throw tooLarge(`one part unpacks to ${inMegabytes(entry.size)}, ${SUSPICIOUS_RATIO} times its size`);
    }
  }
  if (xml > XML_LIMIT[type]) {
    throw tooLarge(
      `its text unpacks to ${inMegabytes(xml)}, and at most ${inMegabytes(XML_LIMIT[type])} are allowed`,
    );
  }
  if (total > TOTAL_LIMIT) {
    throw tooLarge(
      `it unpacks to ${inMegabytes(total)}, and at most ${inMegabytes(TOTAL_LIMIT)} are allowed`,
    );
  }
}

/** The unpacked part; never more bytes than declared. @throws DomainError 'corrupt-document' */
export async function unpackEntry(file: Buffer, entry: ZipEntry): Promise<Buffer> {
  const packed = file.subarray(entry.dataOffset, entry.dataOffset + entry.packedSize);
  if (entry.method === STORED && entry.packedSize === entry.size) return packed;
  try {
    if (entry.method !== DEFLATED) throw new Error(`unknown compression ${entry.method}`);
    const content = await inflate(packed, { maxOutputLength: Math.max(1, entry.size) });
    if (content.length !== entry.size) throw new Error(`${content.length} bytes instead of ${entry.size}`);
    return content;
  } catch (error) {
    throw new DomainError(
      'corrupt-document',
      `The document is damaged: its part ${shortName(entry.name)} cannot be unpacked.`,
      { cause: error },
    );
  }
}

/** Unpacks every XML part once and forgets it: what is declared may be a lie. */
export async function checkRealSizes(file: Buffer, entries: readonly ZipEntry[]): Promise<void> {
  for (const entry of entries) if (isXml(entry.name)) await unpackEntry(file, entry);
}

function isXml(name: string): boolean {
  return /\.(?:xml|rels|vml)$/i.test(name);
}

function shortName(name: string): string {
  return name.replace(/[^\w./[\] -]/g, '?').slice(0, 80);
}

function inMegabytes(bytes: number): string {
  return `${Math.round(bytes / MEGABYTE)} MB`;
}

function tooLarge(how: string): DomainError {
  return new DomainError(
    'too-large',
    `The document is too large: ${how} (FileConverter.converter.inputLimits).`,
  );
}
