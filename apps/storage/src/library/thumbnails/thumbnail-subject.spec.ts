import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseThumbnailSubject, thumbnailSubject } from './thumbnail-subject.js';

describe('the subject of a thumbnail', () => {
  it('leads back to file and version', () => {
    const fileId = randomUUID();
    expect(parseThumbnailSubject(thumbnailSubject(fileId, 12))).toEqual({ fileId, version: 12 });
  });

  it.each(['', 'somebody-else', randomUUID(), `${randomUUID()}.x`])(
    'of somebody else is not taken: %j',
    (subject) => {
      expect(parseThumbnailSubject(subject)).toBeUndefined();
    },
  );
});
