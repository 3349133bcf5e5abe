import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { PictureMaker } from './picture-maker.js';

const svg = (width: number, height: number) =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"/>`);

describe('the picture maker', () => {
  const pictures = new PictureMaker();

  it('fits a page into exactly the wanted size, on white', async () => {
    const picture = await pictures.fit(svg(595, 842), { width: 320, height: 440 });
    expect(await sharp(picture).metadata()).toMatchObject({
      format: 'webp',
      width: 320,
      height: 440,
      hasAlpha: false,
    });
    const { dominant } = await sharp(picture).stats();
    expect(Math.min(dominant.r, dominant.g, dominant.b)).toBeGreaterThan(240);
  });

  it('refuses what is no picture and what has too many pixels', async () => {
    const size = { width: 10, height: 10 };
    const refused = { code: 'conversion-failed' };
    await expect(pictures.fit(Buffer.from('no picture'), size)).rejects.toMatchObject(refused);
    await expect(pictures.fit(svg(30_000, 30_000), size)).rejects.toMatchObject(refused);
  });
});
