import { createBlankDocx } from '#libs/document-model';
import { describe, expect, it } from 'vitest';
import { largeDocx, packageOf, plainDocx } from '../../../../test/fixtures/documents.js';
import { sketchFirstPage } from './page-sketch.js';

const barsIn = (svg: Buffer) => svg.toString().match(/<rect/g)?.length ?? 0;

describe('the sketch of a page', () => {
  it('has a bar for every word', async () => {
    const svg = await sketchFirstPage(Buffer.from(plainDocx(['one two three', 'four'])));
    expect(barsIn(svg)).toBe(1 + 4);
  });

  it('ends with the page, however long the document is', async () => {
    const svg = await sketchFirstPage(Buffer.from(largeDocx(20_000)));
    expect(barsIn(svg)).toBeGreaterThan(100);
    expect(barsIn(svg)).toBeLessThan(2_000);
    const lowest = Math.max(...[...svg.toString().matchAll(/ y="(\d+)/g)].map((match) => Number(match[1])));
    expect(lowest).toBeLessThan(842);
  });

  it('is an empty page for an empty document and for one without a main part', async () => {
    expect(barsIn(await sketchFirstPage(Buffer.from(createBlankDocx())))).toBe(1);
    expect(barsIn(await sketchFirstPage(Buffer.from(packageOf({ 'a.txt': 'a' }))))).toBe(1);
  });
});
