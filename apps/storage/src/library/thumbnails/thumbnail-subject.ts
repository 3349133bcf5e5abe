/** Name by which the library recognises the picture of one version. */
export function thumbnailSubject(fileId: string, version: number): string {
  return `${fileId}.${version}`;
}

/** Undefined for a subject that is not the library's. */
export function parseThumbnailSubject(subject: string): { fileId: string; version: number } | undefined {
  const match = /^([0-9a-f-]{36})\.(\d{1,9})$/.exec(subject);
  return match?.[1] && match[2] ? { fileId: match[1], version: Number(match[2]) } : undefined;
}
