import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';

/** Size of every change, as in the measurements that the targets come from. */
export const UPDATE_BYTES = 120;
const TEXT_NAME = 't';
const MARK = Buffer.from('~q#');
const ID_DIGITS = 8;
const LETTER = 0x61;

/**
 * What one editor types: updates of a throw-away Yjs document, each appending text at the end of what this editor wrote
 * before. They are written by hand, because a generator that runs Yjs for thousands of editors would measure itself;
 * `checkUpdates` proves with Yjs that they are what Yjs would have made.
 *
 * The text begins with the number of the change, so that a receiver finds it in whatever frame a server wraps it into.
 */
export class UpdateSource {
  #clock = 0;
  #client;

  /** @param {number} member number of the editor, different for all editors of a document */
  constructor(member) {
    // as long as the random numbers of Yjs
    this.#client = 0xf0000000 + member;
  }

  /** @param {number} changeId */
  next(changeId) {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, 1); // authors
    encoding.writeVarUint(encoder, 1); // structs
    encoding.writeVarUint(encoder, this.#client);
    encoding.writeVarUint(encoder, this.#clock);
    if (this.#clock === 0) this.#writeParent(encoder);
    else this.#writeOrigin(encoder);
    // one byte each: the length of the text and the empty list of deletions
    const length = UPDATE_BYTES - encoding.length(encoder) - 2;
    encoding.writeVarUint8Array(encoder, textOf(changeId, length));
    encoding.writeVarUint(encoder, 0);
    this.#clock += length;
    return encoding.toUint8Array(encoder);
  }

  /** @param {encoding.Encoder} encoder */
  #writeParent(encoder) {
    encoding.writeUint8(encoder, 4); // a string
    encoding.writeVarUint(encoder, 1);
    encoding.writeVarString(encoder, TEXT_NAME);
  }

  /** @param {encoding.Encoder} encoder */
  #writeOrigin(encoder) {
    encoding.writeUint8(encoder, 4 | 0x80); // a string with a left neighbour
    encoding.writeVarUint(encoder, this.#client);
    encoding.writeVarUint(encoder, this.#clock - 1);
  }
}

/**
 * @param {number} changeId
 * @param {number} length
 */
function textOf(changeId, length) {
  const text = Buffer.alloc(length, LETTER);
  MARK.copy(text);
  text.write(changeId.toString(16).padStart(ID_DIGITS, '0'), MARK.length, 'latin1');
  return text;
}

/**
 * The numbers of all changes in a frame, whatever surrounds them.
 *
 * @param {Buffer} frame
 * @param {(changeId: number) => void} found
 */
export function findChanges(frame, found) {
  let at = frame.indexOf(MARK);
  while (at >= 0) {
    const digits = at + MARK.length;
    found(Number.parseInt(frame.latin1Slice(digits, digits + ID_DIGITS), 16));
    at = frame.indexOf(MARK, digits + ID_DIGITS);
  }
}

/** Two editors' updates, applied by Yjs out of order, give the whole text. */
export function checkUpdates() {
  const sources = [new UpdateSource(0), new UpdateSource(1)];
  const updates = Array.from({ length: 40 }, (_, id) => sources[id % 2]?.next(id) ?? new Uint8Array());
  const document = new Y.Doc();
  for (const update of updates.toReversed()) Y.applyUpdate(document, update);
  const found = new Set();
  findChanges(Buffer.from(document.getText(TEXT_NAME).toString()), (id) => found.add(id));
  const wrongSize = updates.filter((update) => update.byteLength !== UPDATE_BYTES).length;
  if (found.size !== 40 || wrongSize > 0) {
    throw new Error(
      `the updates of the generator are not what Yjs reads: ${found.size} of 40 found, ${wrongSize} of another size`,
    );
  }
}
