// The order of the schema (CT_PPr, CT_RPr): Word refuses files whose properties stand in another order.
const PARAGRAPH_PROPERTIES =
  'pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange'.split(
    ' ',
  );
const RUN_PROPERTIES =
  'rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath ins del moveFrom moveTo'.split(
    ' ',
  );

const rankOf = (names: readonly string[]) => new Map(names.map((name, rank) => [name, rank]));
const PARAGRAPH_RANK = rankOf(PARAGRAPH_PROPERTIES);
const RUN_RANK = rankOf(RUN_PROPERTIES);
// Word's own extensions (w14:…) stand after the schema's properties, rPrChange stands last.
const EXTENSION_RANK = 500;
const CHANGE_RANK = 1000;

function compare(rank: ReadonlyMap<string, number>, a: string, b: string): number {
  const difference = rankFor(rank, a) - rankFor(rank, b);
  if (difference !== 0) return difference;
  return a < b ? -1 : Number(a > b);
}

function rankFor(rank: ReadonlyMap<string, number>, name: string): number {
  return name === 'rPrChange' ? CHANGE_RANK : (rank.get(name) ?? EXTENSION_RANK);
}

export function compareParagraphProperties(a: string, b: string): number {
  return compare(PARAGRAPH_RANK, a, b);
}

export function compareRunProperties(a: string, b: string): number {
  return compare(RUN_RANK, a, b);
}
