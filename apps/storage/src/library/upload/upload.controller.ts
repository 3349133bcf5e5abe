import { BLOB_STORE, CONFIG } from '#libs/platform';
import type { BlobStore } from '#libs/blob-store';
import type { Config } from '#libs/config';
import { createBlankDocx } from '#libs/document-model';
import { Controller, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { checkContent, requireFileType } from '../content/check-content.js';
import { receiveContent, type ReceivedContent } from '../content/received-content.js';
import type { FileView } from '../files/file-view.js';
import { splitTitle, titleOfUpload } from '../files/file-title.js';
import { LibraryFiles } from '../files/library-files.js';
import { parseInput } from '../request-input.js';
import { discardRest } from './discard-rest.js';
import { tooLargeUpload } from './upload-limit.js';

const uploadQuery = z.object({ title: z.string().min(1).max(1000) });
const NEW_DOCUMENT = 'Untitled document.docx';

/** New documents: a file that somebody uploads as the raw request body, or a blank one. */
@Controller('api/library/files')
export class UploadController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
    private readonly files: LibraryFiles,
  ) {}

  @Post()
  @HttpCode(201)
  async upload(
    @Query() query: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<FileView> {
    try {
      return await this.store(query, request);
    } catch (error) {
      await discardRest(request, response);
      throw error;
    }
  }

  @Post('new')
  @HttpCode(201)
  async create(): Promise<FileView> {
    const blank = Buffer.from(createBlankDocx());
    return this.files.add(NEW_DOCUMENT, 'docx', await this.receive(NEW_DOCUMENT, Readable.from([blank])));
  }

  private async store(query: unknown, request: Request): Promise<FileView> {
    const limit = this.config.quire.library.maxUploadBytes;
    const title = titleOfUpload(parseInput(uploadQuery, query).title);
    const type = requireFileType(title, splitTitle(title).extension);
    const announced = Number(request.headers['content-length'] ?? 0);
    if (announced > limit) throw tooLargeUpload(title, { bytes: announced, isMinimum: false }, limit);
    const received = await this.receive(title, request);
    try {
      checkContent(title, type, received.content);
      return await this.files.add(title, type.extension, received);
    } catch (error) {
      await this.blobs.remove(received.blob);
      throw error;
    }
  }

  private receive(title: string, source: Readable): Promise<ReceivedContent> {
    const limit = this.config.quire.library.maxUploadBytes;
    return receiveContent(this.blobs, source, limit, (bytes) =>
      tooLargeUpload(title, { bytes, isMinimum: true }, limit),
    );
  }
}
