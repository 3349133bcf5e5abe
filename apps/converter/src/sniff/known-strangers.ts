/** Files that people send by mistake; only their names are needed. */
const STRANGERS: readonly [start: string, name: string][] = [
  ['89504e470d0a1a0a', 'a PNG picture'],
  ['ffd8ff', 'a JPEG picture'],
  ['47494638', 'a GIF picture'],
  ['424d', 'a BMP picture'],
  ['49492a00', 'a TIFF picture'],
  ['4d4d002a', 'a TIFF picture'],
  ['7f454c46', 'a program'],
  ['4d5a', 'a program'],
  ['1f8b', 'a gzip archive'],
  ['526172211a07', 'a RAR archive'],
  ['377abcaf271c', 'a 7-Zip archive'],
  ['494433', 'an audio file'],
  ['4f676753', 'an audio file'],
];

/** Name of a well-known file type that is no document. */
export function strangerName(file: Buffer): string | undefined {
  const start = file.toString('hex', 0, 8);
  if (file.toString('latin1', 4, 8) === 'ftyp') return 'a video or a picture of a phone';
  if (start.startsWith('52494646'))
    return file.toString('latin1', 8, 12) === 'WEBP' ? 'a WebP picture' : 'an audio or video file';
  return STRANGERS.find(([signature]) => start.startsWith(signature))?.[1];
}
