import type { LinkSigner } from '#libs/auth';
import type { BlobStore } from '#libs/blob-store';
import { BLOB_STORE, LINK_SIGNER } from '#libs/platform';
import { Controller, Get, Inject, Logger, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { extname } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Files by signed link; the link itself is the right to read (contract/conversion-api.md section 8). */
@Controller('cache/files/data')
export class FileLinksController {
  private readonly logger = new Logger(FileLinksController.name);

  constructor(
    @Inject(LINK_SIGNER) private readonly links: LinkSigner,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
  ) {}

  /** Also answers HEAD. */
  @Get('*path')
  async download(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { blob, fileName } = this.links.verify(request.path, request.query);
    const { stream, size } = await this.blobs.open(blob);
    response.attachment(fileName);
    if (extname(fileName) === '') response.type('application/octet-stream');
    response.setHeader('Content-Length', size);
    response.setHeader('Cache-Control', 'private, max-age=900');
    response.setHeader('Access-Control-Allow-Origin', '*');
    // The files are other people's: should one be shown after all, it may run nothing and ask nobody.
    response.setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
    if (request.method === 'HEAD') {
      stream.destroy();
      response.end();
      return;
    }
    await pipeline(stream, response).catch((error: unknown) => {
      // The status line is out: all that is left is to break the connection, which pipeline did.
      this.logger.warn(`the download of ${fileName} ended early: ${String(error)}`);
    });
  }
}
