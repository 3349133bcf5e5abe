import { readZipDirectory } from '../sniff/zip-directory.js';
import { unpackEntry } from '../sniff/zip-limits.js';

/** A4 at 72 dpi. */
const PAGE = { width: 595, height: 842, margin: 62 };
/** More than a page full of text. */
const READ_CHARACTERS = 400_000;
const MOST_PARAGRAPHS = 120;
const INK = { text: '#b8c0cc', strong: '#7d8898' };

interface SketchedParagraph {
  readonly words: readonly number[];
  readonly isHeading: boolean;
  readonly isCentred: boolean;
}

/** The first page of a Word document as bars instead of words: light, and needs neither fonts nor LibreOffice. */
export async function sketchFirstPage(docx: Buffer): Promise<Buffer> {
  const entry = readZipDirectory(docx).find(({ name }) => /^word\/document\d*\.xml$/.test(name));
  const xml = entry ? (await unpackEntry(docx, entry)).toString('utf8', 0, READ_CHARACTERS) : '';
  return Buffer.from(draw(paragraphsOf(xml)));
}

function paragraphsOf(xml: string): SketchedParagraph[] {
  return xml
    .split(/<\/w:p>/, MOST_PARAGRAPHS)
    .slice(0, -1)
    .map((paragraph) => {
      const texts = [...paragraph.matchAll(/<w:t(?:\s[^>]*)?>([^<]*)</g)].map((match) => match[1] ?? '');
      return {
        words: texts
          .join('')
          .split(/\s+/)
          .filter((word) => word !== '')
          .map((word) => Math.min(word.length, 20)),
        isHeading: /<w:pStyle w:val="(?:Title|Heading|Titre|berschrift)|<w:outlineLvl/.test(paragraph),
        isCentred: /<w:jc w:val="center"/.test(paragraph),
      };
    });
}

function draw(paragraphs: readonly SketchedParagraph[]): string {
  const bars: string[] = [];
  let y = PAGE.margin;
  for (const paragraph of paragraphs) {
    const { letter, line, height } = paragraph.isHeading
      ? { letter: 8, line: 22, height: 11 }
      : { letter: 5.2, line: 15, height: 6.5 };
    if (paragraph.words.length === 0) y += line;
    for (const words of linesOf(paragraph.words, letter)) {
      if (y + line > PAGE.height - PAGE.margin) return page(bars);
      bars.push(...barsOf(words, { y, letter, height, paragraph }));
      y += line;
    }
    y += paragraph.isHeading ? 8 : 5;
  }
  return page(bars);
}

function linesOf(words: readonly number[], letter: number): number[][] {
  const room = (PAGE.width - 2 * PAGE.margin) / letter;
  const lines: number[][] = [];
  let used = room;
  for (const word of words) {
    if (used + word > room) {
      lines.push([]);
      used = 0;
    }
    lines.at(-1)?.push(word);
    used += word + 1;
  }
  return lines;
}

function barsOf(
  words: readonly number[],
  look: { y: number; letter: number; height: number; paragraph: SketchedParagraph },
): string[] {
  const { y, letter, height, paragraph } = look;
  const total = words.reduce((sum, word) => sum + word + 1, -1) * letter;
  let x = paragraph.isCentred ? (PAGE.width - total) / 2 : PAGE.margin;
  const ink = paragraph.isHeading ? INK.strong : INK.text;
  return words.map((word) => {
    const bar = `<rect x="${x.toFixed(1)}" y="${y}" width="${(word * letter).toFixed(1)}" height="${height}" rx="${height / 3}" fill="${ink}"/>`;
    x += (word + 1) * letter;
    return bar;
  });
}

function page(bars: readonly string[]): string {
  const { width, height } = PAGE;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="${width}" height="${height}" fill="white"/>${bars.join('')}</svg>`;
}
