import 'reflect-metadata';
import { loadConfig } from '#libs/config';
import { DomainError } from '#libs/errors';
import { MessageClient, InProcessTransport } from '#libs/messaging';
import { Queues } from '#libs/platform';
import { conversionOutcome, type OpenJob } from '#libs/queues';
import { Logger } from '@nestjs/common';
import { describe, expect, it, vi } from 'vitest';
import type { AssembleDocument } from '../assembly/assemble-document.js';
import type { MakeThumbnail } from '../thumbnail/make-thumbnail.js';
import { ConversionProcessor } from './conversion.processor.js';
import type { OpenDocument } from './open-document.js';

Logger.overrideLogger(false);

const job: OpenJob = {
  kind: 'open',
  documentKey: 'key-1',
  token: 'token-1',
  url: 'http://files.example/a.docx',
  isTrustedUrl: true,
  fileType: 'docx',
};
const result = {
  masterBlob: 'masters/ab/abc',
  masterDigest: 'abc',
  masterSize: 3,
  documentType: 'word' as const,
  originFormat: 'docx',
};
const firstDelivery = { id: '1', attemptsMade: 0, stalledCounter: 0, opts: { attempts: 3 } };

function processorWith(open: OpenDocument['open'], settings: object = {}) {
  const config = loadConfig({
    env: { STORAGE_SECRET: 'a secret', JWT_SECRET: 'another', NODE_CONFIG: JSON.stringify(settings) },
  });
  const messages = new MessageClient(new InProcessTransport());
  const announce = vi.spyOn(messages, 'announce').mockResolvedValue();
  const opening = { open: vi.fn(open) };
  const processor = new ConversionProcessor(
    config,
    new Queues({}),
    messages,
    opening as Partial<OpenDocument> as OpenDocument,
    {} as Partial<AssembleDocument> as AssembleDocument,
    {} as Partial<MakeThumbnail> as MakeThumbnail,
  );
  const announced = () => announce.mock.calls.map(([, payload]) => payload);
  return { processor, opening, announce, announced };
}

describe('a conversion job', () => {
  it('ends with its result, which is announced as well', async () => {
    const { processor, announced } = processorWith(async () => result);
    const outcome = await processor.process(job, firstDelivery);
    expect(outcome).toEqual({ kind: 'open', documentKey: 'key-1', token: 'token-1', result });
    expect(conversionOutcome.parse(outcome)).toEqual(outcome);
    expect(announced()).toEqual([outcome]);
  });

  it('of a broken document ends with a failure at once, although attempts are left', async () => {
    const { processor, announced } = processorWith(async () => {
      throw new DomainError('corrupt-document', 'The document is damaged.');
    });
    const outcome = await processor.process(job, firstDelivery);
    expect(outcome).toMatchObject({
      failure: { code: 'corrupt-document', message: 'The document is damaged.' },
    });
    expect(announced()).toEqual([outcome]);
  });

  it('is tried again after a failure that may pass, and says nothing until then', async () => {
    const { processor, announced } = processorWith(async () => {
      throw new DomainError('storage-unavailable', 'The file store is down.');
    });
    await expect(processor.process(job, firstDelivery)).rejects.toMatchObject({
      code: 'storage-unavailable',
    });
    expect(announced()).toEqual([]);
    const last = await processor.process(job, { ...firstDelivery, attemptsMade: 2 });
    expect(last).toMatchObject({ failure: { code: 'storage-unavailable' } });
    expect(announced()).toEqual([last]);
  });

  it('shows nothing of an unexpected error to people', async () => {
    const { processor } = processorWith(async () => {
      throw new TypeError('cannot read secretInternals of undefined');
    });
    const outcome = await processor.process(job, { ...firstDelivery, attemptsMade: 2 });
    expect(outcome).toMatchObject({ failure: { code: 'conversion-failed' } });
    expect(JSON.stringify(outcome)).not.toContain('secretInternals');
  });

  it('that killed its worker too often is not touched again', async () => {
    const { processor, opening } = processorWith(async () => result);
    const again = await processor.process(job, { ...firstDelivery, stalledCounter: 2 });
    expect(again).toMatchObject({ result });
    const outcome = await processor.process(job, { ...firstDelivery, stalledCounter: 3 });
    expect(outcome).toMatchObject({
      failure: { code: 'conversion-failed', message: expect.stringContaining('crash 3 times') },
    });
    expect(opening.open).toHaveBeenCalledTimes(1);
  });

  it('is stopped at the deadline', async () => {
    const hang: OpenDocument['open'] = (_job, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('stopped')));
      });
    const { processor } = processorWith(hang, { queue: { visibilityTimeout: '50ms' } });
    const outcome = await processor.process(job, firstDelivery);
    expect(outcome).toMatchObject({
      failure: { code: 'conversion-timed-out', message: expect.stringContaining('queue.visibilityTimeout') },
    });
  });

  it('keeps its result when the announcement fails', async () => {
    const { processor, announce } = processorWith(async () => result);
    announce.mockRejectedValue(new Error('no broker'));
    expect(await processor.process(job, firstDelivery)).toMatchObject({ result });
  });
});
