import { DomainError } from '#libs/errors';
import { Injectable } from '@nestjs/common';
import sharp from 'sharp';

/** A picture needs memory by its pixels, whatever its file size. */
const MOST_PIXELS = 40_000_000;

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

@Injectable()
export class PictureMaker {
  /** A PNG or SVG page, fitted into a size on white, as WebP. @throws DomainError 'conversion-failed' */
  async fit(page: Buffer, { width, height }: PictureSize): Promise<Buffer> {
    try {
      return await sharp(page, { limitInputPixels: MOST_PIXELS })
        .resize({ width, height, fit: 'cover', position: 'top', background: 'white' })
        .flatten({ background: 'white' })
        .webp({ quality: 82, effort: 3 })
        .toBuffer();
    } catch (error) {
      throw new DomainError('conversion-failed', 'The picture of the first page could not be made.', {
        cause: error,
      });
    }
  }
}
