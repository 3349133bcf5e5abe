import { BLOB_STORE } from '#libs/platform';
import type { BlobStore } from '#libs/blob-store';
import { DomainError } from '#libs/errors';
import { LibraryVersionRepository, type LibraryVersionEntity } from '#libs/persistence';
import { Controller, Get, Inject, Logger, Param, Res } from '@nestjs/common';
import type { Response } from 'express';
import { pipeline } from 'node:stream/promises';
import { fileTypeOf } from '../content/file-types.js';
import { withExtension } from '../files/file-title.js';
import { LibraryFiles } from '../files/library-files.js';

/** a version never changes, so a browser may keep it */
const IMMUTABLE = 'private, max-age=31536000, immutable';
const PNG_SIGNATURE = Buffer.from('89504e47', 'hex');

/** What belongs to one version: its file and the picture of its first page. */
@Controller('api/library/files/:id/versions/:version')
export class VersionContentController {
  private readonly logger = new Logger(VersionContentController.name);

  constructor(
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
    private readonly files: LibraryFiles,
    private readonly versions: LibraryVersionRepository,
  ) {}

  @Get('content')
  async download(
    @Param('id') id: string,
    @Param('version') version: string,
    @Res() response: Response,
  ): Promise<void> {
    const { file } = await this.files.require(id);
    const wanted = await this.requireVersion(id, version);
    const { stream, size } = await this.blobs.open(wanted.blob);
    response.attachment(withExtension(file.title, wanted.fileType));
    response.setHeader('Content-Type', fileTypeOf(wanted.fileType)?.mime ?? 'application/octet-stream');
    response.setHeader('Content-Length', size);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Cache-Control', 'private, no-cache');
    try {
      await pipeline(stream, response);
    } catch (error) {
      this.logger.warn(`a download of ${id} version ${version} broke off: ${String(error)}`);
    }
  }

  @Get('thumbnail')
  async thumbnail(
    @Param('id') id: string,
    @Param('version') version: string,
    @Res() response: Response,
  ): Promise<void> {
    await this.files.requireEvenDeleted(id);
    const { thumbnailBlob } = await this.requireVersion(id, version);
    if (!thumbnailBlob) throw new DomainError('not-found', 'There is no picture of this version.');
    const picture = await this.blobs.get(thumbnailBlob);
    const isPng = picture.subarray(0, 4).equals(PNG_SIGNATURE);
    response.setHeader('Cache-Control', IMMUTABLE);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.type(isPng ? 'image/png' : 'image/webp').send(picture);
  }

  private async requireVersion(id: string, version: string): Promise<LibraryVersionEntity> {
    const found = /^\d{1,9}$/.test(version) ? await this.versions.find(id, Number(version)) : null;
    if (!found) throw new DomainError('not-found', `This document has no version ${version.slice(0, 20)}.`);
    return found;
  }
}
