import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { fromProduct, root } from './product.mjs';

/** @typedef {{ words: number, edits: number }} Plan */

/**
 * Writes the master and the change log of a plan into a folder: `master.docx`, `changes`.
 *
 * @param {string} folder
 * @param {Plan} plan
 */
export async function makeInput(folder, plan) {
  const { largeDocx } = await fixtures();
  /** @type {Uint8Array} */
  const master = largeDocx(plan.words);
  const updates = await makeEdits(master, plan.edits);
  const { encodeChangeLog } = await fromProduct('libs/change-log/src/index.js');
  const changes = encodeChangeLog(
    updates.map((update, index) => ({ seq: index + 1, userId: 'ann', userName: 'Ann', at: 0, update })),
  );
  writeFileSync(join(folder, 'master.docx'), master);
  writeFileSync(join(folder, 'changes'), changes);
  return { masterBytes: master.length, changeLogBytes: changes.length, changes: updates.length };
}

/** The generator of the tests is TypeScript; it is compiled beside packages that it can import. */
async function fixtures() {
  const folder = join(root, 'bench/node_modules/.cache/fixtures');
  mkdirSync(folder, { recursive: true });
  for (const name of ['documents', 'rich-document-parts']) {
    const source = readFileSync(join(root, `test/fixtures/${name}.ts`), 'utf8');
    const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 };
    writeFileSync(join(folder, `${name}.js`), ts.transpileModule(source, { compilerOptions }).outputText);
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  return import(pathToFileURL(join(folder, 'documents.js')).href);
}

/**
 * Updates of an editor who types, deletes and formats all over the document.
 *
 * @param {Uint8Array} master
 * @param {number} count
 */
async function makeEdits(master, count) {
  const { createHeadlessReplica } = await fromProduct('libs/document-model/src/index.js');
  const { session, store } = createHeadlessReplica(master);
  /** @type {Uint8Array[]} */
  const updates = [];
  session.onLocalUpdate((/** @type {Uint8Array} */ update) => updates.push(update));
  const body = store
    .bodyStore()
    .part.root.children.find((/** @type {any} */ node) => node.localName === 'body');
  /** @type {{ id: string }[]} */
  const paragraphs = body.children.filter((/** @type {any} */ node) => node.kind === 'paragraph');
  for (let index = 0; index < count; index++) {
    const paragraphId = paragraphs[Math.floor((index / count) * paragraphs.length)]?.id;
    const outcome = store.transact(
      { kind: 'body' },
      (/** @type {any} */ context) => context.apply(editNumber(index, paragraphId)),
      { actorId: 'ann', recordsHistory: false },
    );
    if (!outcome.ok) throw new Error(`edit ${index} was refused: ${JSON.stringify(outcome)}`);
    session.flushPendingJournals();
  }
  session.destroy();
  return updates;
}

/**
 * @param {number} index
 * @param {string | undefined} paragraphId
 */
function editNumber(index, paragraphId) {
  if (index % 5 === 3) return { op: 'deleteText', paragraphId, start: 2, end: 7 };
  if (index % 5 === 4) {
    return {
      op: 'setRunProperties',
      paragraphId,
      start: 0,
      end: 6,
      properties: [{ localName: 'b', attributes: {} }],
    };
  }
  return { op: 'insertText', paragraphId, offset: index % 9, text: `edit ${index} ` };
}
