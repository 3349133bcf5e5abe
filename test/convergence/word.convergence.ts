import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  assembleWord,
  createBlankDocx,
  openMaster,
  WordDocumentError,
  type OpenedMaster,
} from '#libs/document-model';
import { afterAll, describe, expect, it } from 'vitest';
import { plainDocx, richDocx } from '../fixtures/documents.js';
import { editTogether } from './run.js';

const seed = Number(process.env['QUIRE_SEED'] ?? 20_261_121);
const scale = Number(process.env['QUIRE_ROUNDS'] ?? 1);
const corpus = process.env['QUIRE_CORPUS'];

const fixtures: ReadonlyArray<readonly [name: string, bytes: Uint8Array, rounds: number]> = [
  ['the rich fixture', richDocx(), 150],
  ['the plain fixture', plainDocx(), 200],
  ['the blank document', createBlankDocx(), 150],
  ['a document of one empty paragraph', plainDocx(['']), 100],
];

const totals = { files: 0, rounds: 0, edits: 0, mismatches: 0, refused: [] as string[] };

function runTogether(bytes: Uint8Array, fileSeed: number, rounds: number): void {
  const result = editTogether(bytes, { seed: fileSeed, rounds });
  totals.files++;
  totals.rounds += result.rounds;
  totals.edits += result.edits;
  if (result.problems.length > 0) totals.mismatches++;
  expect(result.problems).toEqual([]);
}

afterAll(() => {
  const { files, rounds, edits, mismatches, refused } = totals;
  console.log(
    `seed ${seed}: ${files} files, ${rounds} rounds, ${edits} edits, ${mismatches} mismatches, ${refused.length} refused files`,
  );
  for (const reason of refused) console.log(`  refused ${reason}`);
});

describe('two people and the server editing one document', () => {
  for (const [name, bytes, rounds] of fixtures) {
    for (let run = 0; run < 3; run++) {
      it(`agree after every delivery on ${name}, run ${run + 1}`, () =>
        runTogether(bytes, seed + run, Math.ceil(rounds * scale)));
    }
  }
});

describe.runIf(corpus !== undefined)('files from outside', () => {
  for (const path of docxFilesIn(corpus ?? '')) {
    const name = path.slice((corpus ?? '').length);
    it(`all replicas agree on ${name}`, () => {
      const bytes = new Uint8Array(readFileSync(path));
      const master = openOrNote(bytes, name);
      if (master === null) return;
      expect(assembleWord(master, []).bytes).toEqual(bytes);
      runTogether(bytes, seed, Math.ceil(12 * scale));
    });
  }
});

function docxFilesIn(folder: string): string[] {
  if (folder === '') return [];
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return entries
    .filter((entry) => entry.toLowerCase().endsWith('.docx'))
    .toSorted()
    .map((entry) => join(folder, entry));
}

/** A file we do not take must be refused with an error of ours; which ones is printed at the end. */
function openOrNote(bytes: Uint8Array, name: string): OpenedMaster | null {
  try {
    return openMaster(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(WordDocumentError);
    totals.refused.push(`${name}: ${(error as WordDocumentError).message}`);
    return null;
  }
}
