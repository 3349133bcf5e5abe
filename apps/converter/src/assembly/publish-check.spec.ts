import { createBlankDocx } from '#libs/document-model';
import { describe, expect, it } from 'vitest';
import { plainDocx } from '../../../../test/fixtures/documents.js';
import { checkPublishable } from './publish-check.js';

const heldBack = { code: 'invalid-output', message: expect.stringContaining('held back') };

describe('the last look before publishing', () => {
  it('lets a sound file pass, and an empty one when the document is empty', async () => {
    await checkPublishable({ bytes: plainDocx(['words']), text: 'words' }, 'docx');
    await checkPublishable({ bytes: createBlankDocx(), text: ' \n' }, 'odt');
  });

  it('holds an empty file back when the editors saw text', async () => {
    await expect(checkPublishable({ bytes: createBlankDocx(), text: 'words' }, 'docx')).rejects.toMatchObject(
      heldBack,
    );
  });

  it('holds back what does not open', async () => {
    const bytes = plainDocx(['words']);
    await expect(
      checkPublishable({ bytes: bytes.subarray(0, -30), text: 'words' }, 'docx'),
    ).rejects.toMatchObject(heldBack);
    await expect(checkPublishable({ bytes: new Uint8Array(), text: '' }, 'docx')).rejects.toMatchObject(
      heldBack,
    );
  });
});
