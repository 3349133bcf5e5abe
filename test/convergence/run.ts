import { assembleWord, createHeadlessReplica, openMaster, validateAssembled } from '#libs/document-model';
import { editAtRandom, type EditCounts } from './random-edits.js';
import { Random } from './random.js';
import { openEditor, syncAll, type Editor } from './replica.js';

export interface RunResult {
  readonly rounds: number;
  readonly edits: number;
  readonly counts: EditCounts;
  /** What went wrong, one line each. */
  readonly problems: string[];
  readonly editors: readonly Editor[];
  /** Every update in the order it was delivered. */
  readonly log: readonly Uint8Array[];
}

export interface RunOptions {
  readonly seed: number;
  readonly rounds: number;
}

/** Lets two people edit one document at random, partly offline, and compares all replicas after every delivery. */
export function editTogether(file: Uint8Array, { seed, rounds }: RunOptions): RunResult {
  const random = new Random(seed);
  const master = openMaster(file);
  const editors = ['ann', 'bob', 'server'].map((name) => openEditor(master, name));
  const writers = editors.slice(0, 2);
  const counts: EditCounts = new Map();
  const problems: string[] = [];
  const log: Uint8Array[] = [];
  for (let round = 0; round < rounds && problems.length === 0; round++) {
    // Every fifth round both were offline for a while.
    const burst = round % 5 === 4 ? 12 : 1 + random.below(3);
    for (let i = 0; i < burst; i++) for (const editor of writers) editAtRandom(editor, random, counts);
    syncAll(editors, log);
    problems.push(...differences(editors, round));
  }
  if (problems.length === 0) problems.push(...problemsOfAssembly(file, editors, log));
  const edits = [...counts].reduce((sum, [name, n]) => (isEdit(name) ? sum + n : sum), 0);
  return { rounds, edits, counts, problems, editors, log };
}

function isEdit(name: string): boolean {
  return !name.startsWith('refused') && !name.startsWith('no');
}

function differences(editors: readonly Editor[], round: number): string[] {
  const failures = editors.flatMap((editor) =>
    editor.failures.map((failure) => `round ${round} ${editor.name}: ${failure}`),
  );
  const [first, ...others] = editors;
  if (first === undefined) return failures;
  const different = others.filter(
    (editor) => editor.session.canonicalHash() !== first.session.canonicalHash(),
  );
  return [...failures, ...different.map((editor) => `round ${round}: ${firstDifference(first, editor)}`)];
}

function firstDifference(a: Editor, b: Editor): string {
  const [left, right] = [a.session.canonicalForm(), b.session.canonicalForm()];
  let at = 0;
  while (at < left.length && left[at] === right[at]) at++;
  const around = (text: string) => text.slice(Math.max(0, at - 160), at + 160);
  return `${a.name} and ${b.name} differ\n  ${around(left)}\n  ${around(right)}`;
}

/** The file made from the log must open again and say what the editors see. */
function problemsOfAssembly(
  file: Uint8Array,
  editors: readonly Editor[],
  log: readonly Uint8Array[],
): string[] {
  const [editor] = editors;
  if (editor === undefined) return [];
  try {
    const assembled = assembleWord(file, log);
    validateAssembled(file, assembled.bytes, assembled.changedParts);
    if (assembled.text !== editor.session.plainText())
      return ['the assembled text differs from what the editors see'];
    const reopened = { ...editor, ...createHeadlessReplica(assembled.bytes), name: 'the file' };
    return reopened.session.canonicalHash() === editor.session.canonicalHash()
      ? []
      : [firstDifference(editor, reopened)];
  } catch (error) {
    return [`assembly failed: ${String(error)}`];
  }
}
