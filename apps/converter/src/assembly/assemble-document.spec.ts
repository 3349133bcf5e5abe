import 'reflect-metadata';
import { FolderBlobStore } from '#libs/blob-store';
import { encodeChangeLog } from '#libs/change-log';
import { createHeadlessReplica } from '#libs/document-model';
import { DomainError } from '#libs/errors';
import type { AssembleJob } from '#libs/queues';
import { Logger } from '@nestjs/common';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { plainDocx } from '../../../../test/fixtures/documents.js';
import { bodyOf, openEditor } from '../../../../test/convergence/replica.js';
import { Engines } from '../engines/engines.js';
import { NativeEngine } from '../engines/native/native-engine.js';
import { OneShotEngine } from '../engines/one-shot/one-shot-engine.js';
import { WordThreads } from '../threads/word-threads.js';
import { AssembleDocument } from './assemble-document.js';
import { SaveAsOrigin } from './save-as-origin.js';

const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

const blobs = new FolderBlobStore(folder);
const engines = new Engines(new NativeEngine(), new OneShotEngine());
const assembly = new AssembleDocument(new WordThreads(), new SaveAsOrigin(engines), blobs);
const master = plainDocx(['First.', 'Second.']);
const signal = new AbortController().signal;

/** Updates of an editor that writes into the first paragraph. */
function editsOf(...texts: string[]): Uint8Array[] {
  const editor = openEditor(master, 'Ann');
  for (const text of texts) {
    const paragraph = bodyOf(editor).children[0];
    if (!paragraph) throw new Error('the document has no paragraph');
    const inserted = { op: 'insertText' as const, paragraphId: paragraph.id, offset: 0, text };
    const outcome = editor.store.transact({ kind: 'body' }, (context) => context.apply(inserted), {
      actorId: 'Ann',
      recordsHistory: false,
    });
    expect(outcome).toMatchObject({ ok: true });
    editor.session.flushPendingJournals();
  }
  return editor.outbox;
}

async function job(updates: Uint8Array[], changes: Partial<AssembleJob> = {}): Promise<AssembleJob> {
  await blobs.put('master', master);
  const log = updates.map((update, index) => ({
    seq: index + 1,
    userId: 'a',
    userName: 'Ann',
    at: 1,
    update,
  }));
  const changesBlob = `changes/${randomUUID()}`;
  await blobs.put(changesBlob, encodeChangeLog(log));
  return {
    kind: 'assemble',
    documentKey: 'key-1',
    token: 'token',
    generation: 1,
    masterBlob: 'master',
    changesBlob,
    throughSeq: updates.length,
    documentType: 'word',
    originFormat: 'docx',
    asOrigin: true,
    ...changes,
  };
}

describe('assembly', () => {
  it('gives the very bytes of the master when nothing was changed', async () => {
    const result = await assembly.assemble(await job([]), signal);
    expect(await blobs.get(result.fileBlob)).toEqual(Buffer.from(master));
    expect(result).toMatchObject({ fileType: 'docx', throughSeq: 0, partsUnchanged: result.partsTotal });
  });

  it('writes all changes, and says truly what it wrote', async () => {
    const updates = editsOf('one ', 'two ');
    const result = await assembly.assemble(await job(updates), signal);
    const file = await blobs.get(result.fileBlob);
    expect(createHeadlessReplica(file).session.plainText()).toContain('two one First.');
    expect(result).toMatchObject({
      size: file.length,
      sha256: createHash('sha256').update(file).digest('hex'),
      throughSeq: 2,
      partsUnchanged: result.partsTotal - 1,
    });
    expect(result.rollback).toBeUndefined();
  });

  it('gives equal files for equal input, under different links', async () => {
    const asked = await job(editsOf('again '));
    const [first, second] = [await assembly.assemble(asked, signal), await assembly.assemble(asked, signal)];
    expect(first.sha256).toBe(second.sha256);
    expect(first.fileBlob).not.toBe(second.fileBlob);
  });

  it('leaves out what came after the wanted change', async () => {
    const updates = editsOf('early ', 'late ');
    const result = await assembly.assemble(await job(updates, { throughSeq: 1 }), signal);
    const text = createHeadlessReplica(await blobs.get(result.fileBlob)).session.plainText();
    expect(text).toContain('early First.');
    expect(text).not.toContain('late');
  });

  it('refuses a log that misses changes, at its end as well as in the middle', async () => {
    const updates = editsOf('one ', 'two ', 'three ');
    const refused = { code: 'assembly-failed' };
    await expect(assembly.assemble(await job(updates, { throughSeq: 4 }), signal)).rejects.toMatchObject(
      refused,
    );
    const gap = [updates[0], updates[2]].filter((update) => update !== undefined);
    await expect(assembly.assemble(await job(gap), signal)).rejects.toMatchObject(refused);
    const noise = [new Uint8Array([1, 2, 3, 4, 5])];
    await expect(assembly.assemble(await job(noise), signal)).rejects.toMatchObject(refused);
  });

  it('refuses a blob that is no log', async () => {
    await blobs.put('changes/noise', Buffer.from([250, 1, 2]));
    const asked = await job([], { changesBlob: 'changes/noise' });
    await expect(assembly.assemble(asked, signal)).rejects.toMatchObject({ code: 'assembly-failed' });
  });
});

describe('the format of the saved file', () => {
  it.each(['docm', 'dotx'])('stays %s', async (originFormat) => {
    const result = await assembly.assemble(await job([], { originFormat }), signal);
    expect(result.fileType).toBe(originFormat);
  });

  it('is docx for other origins when that is configured, without a rollback', async () => {
    const result = await assembly.assemble(await job([], { originFormat: 'odt', asOrigin: false }), signal);
    expect(result).toMatchObject({ fileType: 'docx' });
    expect(result.rollback).toBeUndefined();
  });

  it('is rolled back to docx with one warning when no way leads to the origin', async () => {
    const warn = vi.spyOn(Logger.prototype, 'warn').mockImplementation(() => {});
    const result = await assembly.assemble(await job(editsOf('kept '), { originFormat: 'hwp' }), signal);
    expect(result).toMatchObject({ fileType: 'docx', rollback: 'there is no way to write hwp' });
    expect(createHeadlessReplica(await blobs.get(result.fileBlob)).session.plainText()).toContain('kept');
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0]?.[0]).toMatch(
      /^rollback to save changes to ooxml.*assemblyFormatAsOrigin.*hwp.*docx.*no way to write/,
    );
  });

  it('is rolled back when the conversion fails, but not when it takes too long', async () => {
    vi.spyOn(Logger.prototype, 'warn').mockImplementation(() => {});
    const convert = vi.spyOn(engines, 'convert');
    convert.mockRejectedValueOnce(new DomainError('conversion-failed', 'LibreOffice crashed.'));
    const rolledBack = await assembly.assemble(await job([], { originFormat: 'odt' }), signal);
    expect(rolledBack).toMatchObject({ fileType: 'docx', rollback: 'LibreOffice crashed.' });
    convert.mockRejectedValueOnce(new DomainError('conversion-timed-out', 'Too slow.'));
    await expect(assembly.assemble(await job([], { originFormat: 'odt' }), signal)).rejects.toMatchObject({
      code: 'conversion-timed-out',
    });
  });
});
